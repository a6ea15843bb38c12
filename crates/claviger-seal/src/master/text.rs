//! The text of a master key, as its file holds it: `claviger-master-key-v1:` and 48 characters of base64, which are
//! the 32 bytes of the key and 4 bytes of checksum.

use super::MasterKey;
use crate::aead::{KEY_LEN, Key};
use crate::plain::PlainBytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

const NAME: &str = "claviger-master-key-v";
const VERSION: &str = "1";
const CHECKSUM_LEN: usize = 4;
const BASE64_LEN: usize = 48;
const CHECKSUM_DOMAIN: &[u8] = b"claviger master key checksum\0";

/// Why a text is not a master key. Never quotes the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MasterKeyTextError {
    /// It starts with something else.
    #[error("not a master key: it must start with `claviger-master-key-v1:`")]
    NotOne,
    /// It names a version this program does not know.
    #[error("a master key of a version that is not known here (known: v1)")]
    Version,
    /// Characters are missing, or there are more than one key.
    #[error(
        "a master key has 48 characters after the colon, this one has {found}: cut off, or something after it?"
    )]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character that base64 does not have.
    #[error("a master key is standard base64 after the colon: a character was changed")]
    Base64,
    /// The checksum does not fit: a typing error, or a damaged file.
    #[error("the checksum of the master key is wrong: a character was changed")]
    Checksum,
}

impl MasterKey {
    /// The text for a file, one line with its line feed. As secret as the key.
    #[must_use]
    pub fn to_text(&self) -> PlainBytes {
        let key = self.key().expose();
        // Every buffer is made large enough at once: growing would leave a copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(KEY_LEN + CHECKSUM_LEN));
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(&checksum(key));
        let encoded = Zeroizing::new(STANDARD.encode(bytes.as_slice()));
        let mut text = Vec::with_capacity(NAME.len() + VERSION.len() + 2 + BASE64_LEN);
        for part in [NAME, VERSION, ":", encoded.as_str(), "\n"] {
            text.extend_from_slice(part.as_bytes());
        }
        PlainBytes::new(text)
    }

    /// Reads what [`MasterKey::to_text`] wrote; one line end and spaces around it are forgiven, nothing else.
    ///
    /// # Errors
    /// [`MasterKeyTextError`], which says what is wrong without quoting any of it.
    pub fn from_text(text: &[u8]) -> Result<Self, MasterKeyTextError> {
        let text = text.trim_ascii().strip_prefix(NAME.as_bytes()).ok_or(MasterKeyTextError::NotOne)?;
        let colon = text.iter().position(|byte| *byte == b':').ok_or(MasterKeyTextError::NotOne)?;
        let (version, encoded) = text.split_at_checked(colon).ok_or(MasterKeyTextError::NotOne)?;
        if version != VERSION.as_bytes() {
            return Err(MasterKeyTextError::Version);
        }
        decode(encoded.strip_prefix(b":").unwrap_or_default())
    }
}

fn decode(encoded: &[u8]) -> Result<MasterKey, MasterKeyTextError> {
    if encoded.len() != BASE64_LEN {
        return Err(MasterKeyTextError::Length { found: encoded.len() });
    }
    let bytes = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| MasterKeyTextError::Base64)?);
    let (key, check) = bytes.split_at_checked(KEY_LEN).ok_or(MasterKeyTextError::Base64)?;
    let key = Key::from_slice(key).ok_or(MasterKeyTextError::Base64)?;
    // Not constant time, and need not be: whoever gives the text knows the key.
    if check != checksum(key.expose()) {
        return Err(MasterKeyTextError::Checksum);
    }
    Ok(MasterKey::from_key(key))
}

fn checksum(key: &[u8; KEY_LEN]) -> [u8; CHECKSUM_LEN] {
    let digest = Sha256::new().chain_update(CHECKSUM_DOMAIN).chain_update(key).finalize();
    let mut sum = [0; CHECKSUM_LEN];
    sum.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    sum
}

#[cfg(test)]
mod tests;
