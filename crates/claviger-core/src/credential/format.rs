//! The common layout: prefix ‖ random ‖ CRC-32, in standard base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes of prefix.
pub(super) const PREFIX: usize = 6;
/// Bytes of checksum.
pub(super) const CHECKSUM: usize = 4;

/// Why a text is not a credential of the kind asked for. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// Not the length of this kind.
    #[error("a credential of this kind has {expected} characters, this text has {found}")]
    Length {
        /// Characters of this kind of credential.
        expected: usize,
        /// Characters of the text.
        found: usize,
    },
    /// Not canonical standard base64.
    #[error("not canonical standard base64 with padding")]
    Base64,
    /// Another kind of credential, or none of ours.
    #[error("not a credential of this kind: it must begin with `{expected}`")]
    Prefix {
        /// The eight characters this kind begins with.
        expected: &'static str,
    },
    /// The checksum does not match: mistyped or cut and pasted wrongly.
    #[error("the checksum does not match: a character was changed or lost in copying")]
    Checksum,
}

/// Writes one credential; `random` must be `N - 10` bytes.
pub(super) fn encode<const N: usize>(prefix: &'static str, random: &[u8]) -> [u8; N] {
    let mut raw = [0u8; N];
    let mut prefix_bytes = [0u8; PREFIX];
    // The prefix is a constant of this crate: eight characters of base64 are six bytes.
    let _ = STANDARD.decode_slice(prefix, &mut prefix_bytes);
    let (body, checksum) = raw.split_at_mut(N - CHECKSUM);
    for (to, from) in body.iter_mut().zip(prefix_bytes.iter().chain(random)) {
        *to = *from;
    }
    checksum.copy_from_slice(&crc32fast::hash(body).to_be_bytes());
    raw
}

/// Parses one credential of `N` bytes, `chars` characters; returns all bytes.
pub(super) fn decode<const N: usize>(
    text: &[u8],
    prefix: &'static str,
    chars: usize,
) -> Result<[u8; N], CredentialError> {
    if text.len() != chars {
        return Err(CredentialError::Length { expected: chars, found: text.len() });
    }
    let mut raw = [0u8; N];
    let written = STANDARD.decode_slice(text, &mut raw).map_err(|_| CredentialError::Base64)?;
    if written != N {
        return Err(CredentialError::Base64);
    }
    if !text.starts_with(prefix.as_bytes()) {
        return Err(CredentialError::Prefix { expected: prefix });
    }
    let (body, checksum) = raw.split_at(N - CHECKSUM);
    if crc32fast::hash(body).to_be_bytes() != checksum {
        return Err(CredentialError::Checksum);
    }
    Ok(raw)
}
