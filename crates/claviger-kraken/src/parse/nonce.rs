//! The nonce: digits, as they stand.

use super::ParseError;
use crate::limits::MAX_NONCE_DIGITS;

/// The number a nonce's text stands for. Leading zeros count as digits of the text, which is
/// signed as it stands.
///
/// # Errors
/// [`ParseError::NonceMalformed`] for anything but 1 to 20 digits below 2^64.
pub fn parse_nonce(text: &str) -> Result<u64, ParseError> {
    // `u64::from_str` would also take a sign.
    let digits = text.len() <= MAX_NONCE_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits {
        return Err(ParseError::NonceMalformed);
    }
    text.parse().map_err(|_| ParseError::NonceMalformed)
}
