//! A second factor for a key: given by the owner, or made here and shown once.

use super::ManageError;
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::entropy::Entropy as _;
use claviger_core::key::KeyRecord;
use claviger_core::otp::{DIGITS, MAX_OTP_BYTES, STEP_SECS, SecondFactorKind, TOTP_SECRET_BYTES};
use claviger_core::store::SealedBytes;
use claviger_seal::{PlainBytes, Purpose};
use zeroize::Zeroizing;

/// Fewest characters of a password.
pub const MIN_PASSWORD_CHARS: usize = 8;

/// The second factor asked for.
pub enum NewSecondFactor {
    /// This password; see [`NewSecondFactor::password`].
    Password(PlainBytes),
    /// A time-based code; its secret is made here.
    Totp,
}

/// Why a password was refused. Never holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short.
    #[error("the second factor's password must have at least {MIN_PASSWORD_CHARS} characters")]
    TooShort,
    /// Longer than a call may carry.
    #[error("the second factor's password must have at most {MAX_OTP_BYTES} bytes")]
    TooLong,
    /// Control characters cannot be typed.
    #[error("the second factor's password must not contain control characters")]
    Control,
}

impl NewSecondFactor {
    /// A password, if it is usable.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub fn password(text: &str) -> Result<Self, PasswordError> {
        if text.len() > MAX_OTP_BYTES {
            return Err(PasswordError::TooLong);
        }
        if text.chars().count() < MIN_PASSWORD_CHARS {
            return Err(PasswordError::TooShort);
        }
        if text.chars().any(char::is_control) {
            return Err(PasswordError::Control);
        }
        Ok(NewSecondFactor::Password(PlainBytes::new(text.as_bytes().to_vec())))
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> SecondFactorKind {
        match self {
            NewSecondFactor::Password(_) => SecondFactorKind::Password,
            NewSecondFactor::Totp => SecondFactorKind::Totp,
        }
    }

    /// Seals it for the key; a secret made here is given back to be shown once.
    pub(super) fn seal(
        &self,
        authority: &Authority,
        record: &KeyRecord,
    ) -> Result<(SealedBytes, Option<TotpOnce>), ManageError> {
        let secrets = authority.secrets();
        let seal = |plain: &[u8]| secrets.seal(Purpose::SecondFactor, record, plain);
        match self {
            NewSecondFactor::Password(password) => Ok((seal(password.expose())?, None)),
            NewSecondFactor::Totp => {
                let mut secret = Zeroizing::new([0u8; TOTP_SECRET_BYTES]);
                OsEntropy.fill(secret.as_mut_slice())?;
                let sealed = seal(secret.as_slice())?;
                Ok((sealed, Some(TotpOnce::new(secret.as_slice(), record.name.as_str()))))
            }
        }
    }
}

/// The secret of a time-based second factor, to be shown once. Has no `Debug`.
pub struct TotpOnce {
    /// Base32, for typing.
    pub secret: Zeroizing<String>,
    /// `otpauth://` URI, for a QR code.
    pub uri: Zeroizing<String>,
}

impl TotpOnce {
    pub(super) fn new(secret: &[u8], name: &str) -> Self {
        let secret = Zeroizing::new(base32(secret));
        let label = percent_encoded(name);
        let uri = Zeroizing::new(format!(
            "otpauth://totp/Claviger:{label}?secret={}&issuer=Claviger&algorithm=SHA1&digits={DIGITS}&period={STEP_SECS}",
            *secret
        ));
        TotpOnce { secret, uri }
    }
}

/// RFC 4648 base32 without padding; `bytes` is a multiple of five bytes long.
fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::with_capacity(bytes.len() * 8 / 5);
    for chunk in bytes.chunks(5) {
        let number = chunk.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        for at in (0..8).rev() {
            let index = (number >> (5 * at)) & 31;
            text.push(ALPHABET.get(index as usize).copied().map_or('A', char::from));
        }
    }
    text
}

/// RFC 3986 percent-encoding of everything that is not unreserved.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238 appendix B.
    #[test]
    fn a_secret_is_shown_as_base32_and_uri() {
        let once = TotpOnce::new(b"12345678901234567890", "Grid bot/é");
        assert_eq!(once.secret.as_str(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            once.uri.as_str(),
            "otpauth://totp/Claviger:Grid%20bot%2F%C3%A9?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Claviger&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn passwords_are_bounded() {
        let judge = |text: &str| NewSecondFactor::password(text).err();
        assert_eq!(judge("1234567"), Some(PasswordError::TooShort));
        assert_eq!(judge("12345678"), None);
        assert_eq!(judge(&"x".repeat(MAX_OTP_BYTES)), None);
        assert_eq!(judge(&"x".repeat(MAX_OTP_BYTES + 1)), Some(PasswordError::TooLong));
        assert_eq!(judge("1234567\n"), Some(PasswordError::Control));
    }
}
