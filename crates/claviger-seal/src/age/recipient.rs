//! A file for one recipient of the kind X25519: whoever has the identity opens it, and nobody else.

use super::{AgeError, FILE_KEY_LEN, MAX_PLAIN_LEN, bech32, chacha, file, hkdf};
use crate::plain::Plain;
use aws_lc_rs::agreement::{PrivateKey, UnparsedPublicKey, X25519, agree};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use chacha20poly1305::Nonce;
use claviger_core::entropy::{Entropy, draw};
use std::fmt;
use std::str::FromStr;

const WORD: &str = "age";
const KEY_LEN: usize = 32;
const LABEL: &[u8] = b"age-encryption.org/v1/X25519";
/// Letters of a line of the text form.
const LINE: usize = 64;

/// An X25519 public key, `age1…`.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient([u8; KEY_LEN]);

/// It is no recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a recipient is the public key that age-keygen prints: `age1` and 58 small letters and digits")]
pub struct RecipientError;

impl FromStr for Recipient {
    type Err = RecipientError;
    fn from_str(text: &str) -> Result<Self, RecipientError> {
        let bytes = bech32::decode(WORD, text).ok_or(RecipientError)?;
        bytes.try_into().map(Recipient).map_err(|_| RecipientError)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bech32::encode(WORD, &self.0))
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The file in its text form.
///
/// # Errors
/// [`AgeError`].
pub fn encrypt_to(
    recipient: &Recipient,
    plain: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<String, AgeError> {
    if plain.len() > MAX_PLAIN_LEN {
        return Err(AgeError::TooLong(plain.len()));
    }
    let file_key = Plain::new(draw::<FILE_KEY_LEN>(entropy)?);
    let (share, shared) = shared(recipient, entropy)?;
    let wrapping = hkdf(shared.expose(), &[share, recipient.0].concat(), LABEL)?;
    let wrapped = chacha(&wrapping, Nonce::default(), file_key.expose())?;
    let stanza = format!("X25519 {}\n{}", STANDARD_NO_PAD.encode(share), STANDARD_NO_PAD.encode(wrapped));
    let nonce = draw::<16>(entropy)?;
    Ok(armored(&file(&stanza, &file_key, &nonce, plain)?))
}

/// The public half of a key made for this file, and the secret it shares with the recipient.
fn shared(
    recipient: &Recipient,
    entropy: &mut dyn Entropy,
) -> Result<([u8; KEY_LEN], Plain<KEY_LEN>), AgeError> {
    let secret = Plain::new(draw::<KEY_LEN>(entropy)?);
    let bad = |_| AgeError::Recipient;
    let own = PrivateKey::from_private_key(&X25519, secret.expose()).map_err(bad)?;
    let public = own.compute_public_key().map_err(|_| AgeError::Recipient)?;
    let share = public.as_ref().try_into().map_err(|_| AgeError::Recipient)?;
    let theirs = UnparsedPublicKey::new(&X25519, &recipient.0);
    let shared = agree(&own, theirs, AgeError::Recipient, |shared| {
        shared.try_into().map(Plain::new).map_err(|_| AgeError::Recipient)
    })?;
    Ok((share, shared))
}

fn armored(file: &[u8]) -> String {
    let text = STANDARD.encode(file);
    let mut armored = "-----BEGIN AGE ENCRYPTED FILE-----\n".to_owned();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, left) = rest.split_at(rest.len().min(LINE));
        armored.push_str(line);
        armored.push('\n');
        rest = left;
    }
    armored.push_str("-----END AGE ENCRYPTED FILE-----\n");
    armored
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::entropy::EntropyError;

    /// The recipient of the identity
    /// `AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX`, the example of the format's own
    /// description.
    const RECIPIENT: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

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

    #[test]
    fn a_recipient_is_read_and_shown() {
        assert_eq!(RECIPIENT.parse::<Recipient>().unwrap().to_string(), RECIPIENT);
        let last = RECIPIENT.len() - 1;
        let spoilt = format!("{}k", &RECIPIENT[..last]);
        for bad in [
            "",
            "age1",
            &RECIPIENT[..last],
            &spoilt,
            &RECIPIENT.to_uppercase(),
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        ] {
            assert_eq!(bad.parse::<Recipient>(), Err(RecipientError), "{bad}");
        }
    }

    /// This file was opened by the format's own program: `age --decrypt` with the identity above gave the text back.
    #[test]
    fn a_file_is_what_the_format_says() {
        let recipient = RECIPIENT.parse().unwrap();
        let file = encrypt_to(&recipient, b"KRAKEN_API_KEY=abc\n", &mut Counting(0)).unwrap();
        assert_eq!(file, GOLDEN, "{file}");
    }

    /// A point of low order shares the same secret with everybody.
    #[test]
    fn a_recipient_that_nobody_holds_is_refused() {
        let nobody = Recipient([0; KEY_LEN]);
        assert_eq!(encrypt_to(&nobody, b"x", &mut Counting(0)), Err(AgeError::Recipient));
    }

    const GOLDEN: &str = "-----BEGIN AGE ENCRYPTED FILE-----\n\
        YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSAySjQ3clhsRGZiN1orRU5C\n\
        Z3dUMFlQOEZ4LzZCL2txVmQ2Z0V5NU5uLzJZCkp1WXZmanh4WjJ4MWM1MU43Tjcy\n\
        ZFA4WVRxSVhJaXhRc0J1S0cvbENFMDQKLS0tIFFueTdTdmlDQUZFWEJ6a1pCblJq\n\
        QW9tVys4Z2d0d3pBQWVMQ0I1MWFJcEkKMDEyMzQ1Njc4OTo7PD0+P6a8vL4l27JF\n\
        Yf5RWZuGJvVApfYp/tdOeonUiGfQLW53DpRf\n\
        -----END AGE ENCRYPTED FILE-----\n";
}
