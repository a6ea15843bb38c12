//! A secret in a file of the age format (<https://age-encryption.org/v1>), under a passphrase: whatever speaks age opens it.
//!
//! ```text
//!   age-encryption.org/v1
//!   -> scrypt SALT LOG_N              the file key, under a key derived from the passphrase
//!   ENCRYPTED FILE KEY
//!   --- MAC                           of everything above, under a key derived from the file key
//!   nonce ‖ chunk                     what is kept, under another one
//! ```
//!
//! Only what is needed is written: one recipient, one chunk. Nothing is read. A file for a recipient ([`encrypt_to`]) has
//! another stanza in place of the second and third line.

mod bech32;
mod recipient;

pub use recipient::{Recipient, RecipientError, encrypt_to};

use crate::plain::Plain;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::{AeadInOut as _, ChaCha20Poly1305, KeyInit as _, Nonce};
use claviger_core::entropy::{Entropy, EntropyError, draw};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// The longest secret, in bytes: one chunk of the format.
pub const MAX_PLAIN_LEN: usize = 64 * 1024;
/// The shortest passphrase that is taken, in characters: whoever has the file may try for as long as they like.
pub const MIN_PASSPHRASE_CHARS: usize = 12;
/// The longest passphrase, in bytes.
pub const MAX_PASSPHRASE_LEN: usize = 1024;
/// The work of deriving a key: 64 MiB and a good part of a second, which every program of the format takes.
pub const WORK: u8 = 16;

const VERSION: &str = "age-encryption.org/v1";
const SALT_LABEL: &[u8] = b"age-encryption.org/v1/scrypt";
const FILE_KEY_LEN: usize = 16;
/// The counter of the first chunk, and the mark of the last one.
const LAST_CHUNK: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

/// Why nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AgeError {
    /// There was no randomness.
    #[error("nothing was encrypted for want of randomness")]
    Entropy(#[from] EntropyError),
    /// The passphrase is too short or too long.
    #[error(
        "a passphrase has at least {MIN_PASSPHRASE_CHARS} characters and at most {MAX_PASSPHRASE_LEN} bytes"
    )]
    Passphrase,
    /// The secret is longer than [`MAX_PLAIN_LEN`].
    #[error("a secret of {0} bytes is too long to be encrypted")]
    TooLong(usize),
    /// The work asked for is more than there is memory for, or out of bounds.
    #[error("the work of deriving a key from the passphrase is out of bounds")]
    Work,
    /// The recipient has no key that anybody could hold.
    #[error("the recipient cannot be encrypted to; make another one with age-keygen")]
    Recipient,
}

/// Whether a passphrase is taken.
///
/// # Errors
/// [`AgeError::Passphrase`].
pub fn judge(passphrase: &str) -> Result<(), AgeError> {
    let good = passphrase.chars().count() >= MIN_PASSPHRASE_CHARS && passphrase.len() <= MAX_PASSPHRASE_LEN;
    if good { Ok(()) } else { Err(AgeError::Passphrase) }
}

/// The file. Takes a good part of a second, on purpose; `work` is [`WORK`] but in tests.
///
/// # Errors
/// [`AgeError`].
pub fn encrypt(
    passphrase: &str,
    plain: &[u8],
    work: u8,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, AgeError> {
    judge(passphrase)?;
    if plain.len() > MAX_PLAIN_LEN {
        return Err(AgeError::TooLong(plain.len()));
    }
    let (salt, nonce) = (draw::<16>(entropy)?, draw::<16>(entropy)?);
    let file_key = Plain::new(draw::<FILE_KEY_LEN>(entropy)?);
    let wrapped = chacha(&derived(passphrase, &salt, work)?, Nonce::default(), file_key.expose())?;
    let stanza =
        format!("scrypt {} {work}\n{}", STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(wrapped));
    file(&stanza, &file_key, &nonce, plain)
}

/// What follows the stanza is the same for everybody.
fn file(
    stanza: &str,
    file_key: &Plain<FILE_KEY_LEN>,
    nonce: &[u8; 16],
    plain: &[u8],
) -> Result<Vec<u8>, AgeError> {
    let head = format!("{VERSION}\n-> {stanza}\n---");
    let mac = authenticated(hkdf(file_key.expose(), &[], b"header")?.expose(), &[head.as_bytes()])?;
    let chunk = chacha(&hkdf(file_key.expose(), nonce, b"payload")?, LAST_CHUNK.into(), plain)?;
    let mut file = format!("{head} {}\n", STANDARD_NO_PAD.encode(mac.expose())).into_bytes();
    file.extend_from_slice(nonce);
    file.extend_from_slice(&chunk);
    Ok(file)
}

fn derived(passphrase: &str, salt: &[u8; 16], work: u8) -> Result<Plain<32>, AgeError> {
    let params = scrypt::Params::new(work, 8, 1).map_err(|_| AgeError::Work)?;
    let salt = [SALT_LABEL, salt].concat();
    let mut key = [0; 32];
    scrypt::scrypt(passphrase.as_bytes(), &salt, &params, &mut key).map_err(|_| AgeError::Work)?;
    Ok(Plain::new(key))
}

fn chacha(key: &Plain<32>, nonce: Nonce, plain: &[u8]) -> Result<Vec<u8>, AgeError> {
    // Room for the tag from the start: growing later would leave the plaintext behind in the old buffer.
    let mut buffer = Vec::with_capacity(plain.len() + 16);
    buffer.extend_from_slice(plain);
    let cipher = ChaCha20Poly1305::new(key.expose().into());
    cipher.encrypt_in_place(&nonce, &[], &mut buffer).map_err(|_| AgeError::TooLong(plain.len()))?;
    Ok(buffer)
}

/// HKDF-SHA-256 (RFC 5869) of one block.
fn hkdf(secret: &[u8], salt: &[u8], info: &[u8]) -> Result<Plain<32>, AgeError> {
    let extracted = authenticated(salt, &[secret])?;
    authenticated(extracted.expose(), &[info, &[1]])
}

fn authenticated(key: &[u8], parts: &[&[u8]]) -> Result<Plain<32>, AgeError> {
    // A key of any length is taken, so this does not fail.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| AgeError::Work)?;
    parts.iter().for_each(|part| mac.update(part));
    Ok(Plain::new(mac.finalize().into_bytes().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts up, so that a file is the same in every run.
    struct Counting(u8);

    impl Entropy for Counting {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
            for byte in bytes {
                *byte = self.0;
                self.0 = self.0.wrapping_add(1);
            }
            Ok(())
        }
    }

    const PASSPHRASE: &str = "correct horse battery";

    /// These bytes were opened by the format's own program: `age --decrypt`, with the passphrase above, gave the text back.
    #[test]
    fn a_file_is_what_the_format_says() {
        let file = encrypt(PASSPHRASE, b"KRAKEN_API_KEY=abc\n", 4, &mut Counting(0)).unwrap();
        let (head, payload) = file.split_at(file.len() - 16 - 19 - 16);
        assert_eq!(std::str::from_utf8(head).unwrap(), GOLDEN_HEAD);
        assert_eq!(hex(payload), GOLDEN_PAYLOAD);
    }

    const GOLDEN_HEAD: &str = "age-encryption.org/v1\n\
        -> scrypt AAECAwQFBgcICQoLDA0ODw 4\n\
        AnC5/dGQvaMlVpDjfNAZJJS0UQjOcuXZah68QumdMd8\n\
        --- fa1JuHC/T4x6lfWz/y+WhyG/KqT4zOIq2FWpf/Mvpy8\n";
    const GOLDEN_PAYLOAD: &str = "101112131415161718191a1b1c1d1e1f3938c31ed0fd9c972ea\
        b7666fe125cb9a2ae2be700ce009208b7cca84c21ef7151846c";

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn weak_passphrases_and_long_secrets_are_refused() {
        let judge = |passphrase: &str| encrypt(passphrase, b"a", 4, &mut Counting(0)).map(drop);
        assert_eq!(judge("elevenchars"), Err(AgeError::Passphrase));
        assert_eq!(judge("twelve chars"), Ok(()));
        assert_eq!(judge(&"x".repeat(MAX_PASSPHRASE_LEN + 1)), Err(AgeError::Passphrase));
        let long = vec![0; MAX_PLAIN_LEN + 1];
        let refused = encrypt(PASSPHRASE, &long, 4, &mut Counting(0)).map(drop);
        assert_eq!(refused, Err(AgeError::TooLong(long.len())));
        assert_eq!(encrypt(PASSPHRASE, b"a", 64, &mut Counting(0)).map(drop), Err(AgeError::Work));
    }
}
