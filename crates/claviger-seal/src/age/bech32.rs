//! Bech32 (BIP 173), as far as a recipient needs it: a word, `1`, groups of five bits, a checksum.

const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const CHECKSUM_LEN: usize = 6;

/// The longest text (BIP 173).
const MAX_LEN: usize = 90;

/// The bytes behind `word`; none if the text is anything else.
pub(super) fn decode(word: &str, text: &str) -> Option<Vec<u8>> {
    if text.len() > MAX_LEN {
        return None;
    }
    let data = text.strip_prefix(word)?.strip_prefix('1')?;
    let groups: Vec<u8> = data.bytes().map(group).collect::<Option<_>>()?;
    let checked = expanded(word).chain(groups.iter().copied());
    if polymod(checked) != 1 {
        return None;
    }
    bytes(groups.get(..groups.len().checked_sub(CHECKSUM_LEN)?)?)
}

/// The text of bytes behind `word`.
pub(super) fn encode(word: &str, bytes: &[u8]) -> String {
    let mut groups = groups(bytes);
    let zeros = [0; CHECKSUM_LEN];
    let sum = polymod(expanded(word).chain(groups.iter().copied()).chain(zeros)) ^ 1;
    groups.extend((0..CHECKSUM_LEN as u32).rev().map(|at| (sum >> (5 * at) & 31) as u8));
    let letters =
        groups.iter().filter_map(|group| ALPHABET.get(usize::from(*group)).copied().map(char::from));
    format!("{word}1{}", letters.collect::<String>())
}

fn group(letter: u8) -> Option<u8> {
    ALPHABET.iter().position(|known| *known == letter).and_then(|at| u8::try_from(at).ok())
}

fn expanded(word: &str) -> impl Iterator<Item = u8> {
    word.bytes().map(|byte| byte >> 5).chain([0]).chain(word.bytes().map(|byte| byte & 31))
}

fn polymod(values: impl Iterator<Item = u8>) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    values.fold(1, |sum, value| {
        let top = sum >> 25;
        let next = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
        GENERATOR.iter().enumerate().fold(
            next,
            |next, (at, term)| {
                if top >> at & 1 == 1 { next ^ term } else { next }
            },
        )
    })
}

/// Eight bits each; what is left over must be fewer than five bits, and zero.
fn bytes(groups: &[u8]) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for group in groups {
        held = held << 5 | u32::from(*group);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
            held &= (1 << bits) - 1;
        }
    }
    (bits < 5 && held == 0).then_some(bytes)
}

fn groups(bytes: &[u8]) -> Vec<u8> {
    let (mut groups, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            groups.push((held >> bits & 31) as u8);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        groups.push((held << (5 - bits) & 31) as u8);
    }
    groups
}
