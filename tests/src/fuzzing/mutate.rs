//! Inputs made from inputs.

use crate::chance::Chance;

/// No mutation is longer.
const LONGEST: usize = 256 * 1024;

/// What parsers trip over.
const MORSELS: &[&[u8]] = &[
    b"",
    b"\0",
    b"%00",
    b"%",
    b"%2",
    b"%zz",
    b"+",
    b"&",
    b"=",
    b"[]",
    b"{}",
    b"[",
    b"{",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b",",
    b";",
    b":",
    b" ",
    b"\n",
    b"\r\n",
    b"/",
    b"..",
    b"-",
    b"-1",
    b"0",
    b"00",
    b"1e308",
    b"1e-400",
    b"0.1",
    b"NaN",
    b"9223372036854775807",
    b"9223372036854775808",
    b"18446744073709551615",
    b"18446744073709551616",
    b"99999999999999999999999999999999999999",
    b"\xff",
    b"\xc3",
    b"\xf0\x9f\xa4\x96",
    b"\xe2\x80\xae",
    b"\xef\xbb\xbf",
    b"\xcc\x81",
    b"null",
    b"true",
    b"nonce",
    b"otp",
    b"::1",
    b"::ffff:1.2.3.4",
    b"/0",
    b"/33",
    b"=",
    b"==",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80",
    b"\x00\x00\x00\x00\x00\x00\x00\x00",
];

/// One of the inputs, changed in one to six places.
pub(super) fn mutated(inputs: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = if chance.one_in(50) { noise(chance) } else { chance.pick(inputs).clone() };
    for _ in 0..=chance.below(6) {
        change(&mut bytes, inputs, chance);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn noise(chance: &mut Chance) -> Vec<u8> {
    (0..chance.below(300)).map(|_| byte(chance)).collect()
}

fn byte(chance: &mut Chance) -> u8 {
    (chance.next() >> 32) as u8
}

fn change(bytes: &mut Vec<u8>, inputs: &[Vec<u8>], chance: &mut Chance) {
    let at = chance.index(bytes.len() + 1);
    match chance.below(10) {
        0 | 1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << chance.below(8);
            }
        }
        2 => {
            let new = byte(chance);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = new;
            }
        }
        3 => drop(bytes.drain(span(at, bytes.len(), chance))),
        4 => {
            let part = bytes[span(at, bytes.len(), chance)].to_vec();
            insert(bytes, at, &part);
        }
        5 | 6 => insert(bytes, at, chance.pick::<&[u8]>(MORSELS)),
        7 => {
            let span = span(at, bytes.len(), chance);
            bytes.splice(span, chance.pick::<&[u8]>(MORSELS).iter().copied());
        }
        8 => repeat(bytes, at, chance),
        _ => {
            // The head of this one, the tail of another.
            let other = chance.pick(inputs);
            let from = chance.index(other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
    }
}

fn span(at: usize, len: usize, chance: &mut Chance) -> std::ops::Range<usize> {
    let longest = if chance.one_in(4) { len } else { 8 };
    at..(at + chance.index(longest + 1)).min(len)
}

fn insert(bytes: &mut Vec<u8>, at: usize, part: &[u8]) {
    bytes.splice(at..at, part.iter().copied());
}

/// A short part, very often: nesting, long numbers, many fields.
fn repeat(bytes: &mut Vec<u8>, at: usize, chance: &mut Chance) {
    let part = bytes[at..(at + 1 + chance.index(12)).min(bytes.len())].to_vec();
    let most = if chance.one_in(20) { LONGEST } else { 2_000 };
    let times = (1 + chance.index(most)) / part.len().max(1);
    insert(bytes, at, &part.repeat(times));
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, mutated};
    use crate::chance::Chance;

    #[test]
    fn mutations_differ_are_bounded_and_repeat() {
        let inputs = vec![b"nonce=1&pair=XBTUSD".to_vec(), Vec::new()];
        let run = |seed| (0..2_000).map(|n| mutated(&inputs, &mut Chance::of(seed, n))).collect::<Vec<_>>();
        let all = run(1);
        assert_eq!(all, run(1));
        let different: std::collections::HashSet<_> = all.iter().collect();
        assert!(different.len() > 1_200, "{}", different.len());
        assert!(all.iter().all(|bytes| bytes.len() <= LONGEST));
        assert!(all.iter().any(|bytes| bytes.len() > 10_000));
    }
}
