//! A secret at rest, as a store keeps it.
//!
//! ```text
//!   version 1 │ data key id, 4 bytes, big-endian │ nonce, 24 bytes │ ciphertext │ tag, 16 bytes
//! ```
//!
//! Version and data key id are authenticated together with the [`Binding`].

use crate::aead::{self, Key, NONCE_LEN, Nonce, TAG_LEN};
use crate::binding::Binding;
use crate::data_key::DataKeyId;
use crate::error::{FormatError, SealError};
use crate::plain::PlainBytes;
use claviger_core::entropy::Entropy;

const WHAT: &str = "sealed value";
const VERSION: u8 = 1;
const HEADER_LEN: usize = 1 + 4 + NONCE_LEN;
const DOMAIN: &[u8] = b"claviger sealed secret\0";

/// The longest secret that can be sealed, in bytes. A limit of this program, not of the cipher.
pub const MAX_PLAIN_LEN: usize = 4096;

/// A sealed secret. Worthless without the data key, and with it in any place but its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    data_key: DataKeyId,
    nonce: Nonce,
    ciphertext: Vec<u8>,
}

impl Sealed {
    pub(crate) fn seal(
        data_key: DataKeyId,
        key: &Key,
        binding: Binding,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Self, SealError> {
        let too_long = SealError::TooLong { len: plain.len() };
        if plain.len() > MAX_PLAIN_LEN {
            return Err(too_long);
        }
        let nonce = aead::nonce(entropy)?;
        let ciphertext = aead::encrypt(key, &nonce, &associated(data_key, binding), plain).ok_or(too_long)?;
        Ok(Self { data_key, nonce, ciphertext })
    }

    pub(crate) fn open(&self, key: &Key, binding: Binding) -> Result<PlainBytes, SealError> {
        aead::decrypt(key, &self.nonce, &associated(self.data_key, binding), &self.ciphertext)
            .map_err(|_| SealError::Refused)
    }

    /// The data key it is sealed under.
    #[must_use]
    pub fn data_key(&self) -> DataKeyId {
        self.data_key
    }

    /// The bytes for a store to keep.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_LEN + self.ciphertext.len());
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.data_key.0.to_be_bytes());
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.ciphertext);
        bytes
    }

    /// From the bytes a store kept. Exactly those that [`Sealed::to_bytes`] can have written are taken; whether they
    /// are genuine shows only when they are opened.
    ///
    /// # Errors
    /// [`FormatError::Version`] for another version, [`FormatError::Length`] for too few or too many bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let wrong_length = FormatError::Length { what: WHAT, len: bytes.len() };
        match bytes.first() {
            Some(&VERSION) => {}
            Some(&found) => return Err(FormatError::Version { what: WHAT, found }),
            None => return Err(wrong_length),
        }
        let (header, ciphertext) = bytes.split_first_chunk::<HEADER_LEN>().ok_or(wrong_length)?;
        let (_, header) = header.split_first().ok_or(wrong_length)?;
        let (data_key, nonce) = header.split_first_chunk().ok_or(wrong_length)?;
        let nonce = Nonce::try_from(nonce).map_err(|_| wrong_length)?;
        if !(TAG_LEN..=TAG_LEN + MAX_PLAIN_LEN).contains(&ciphertext.len()) {
            return Err(wrong_length);
        }
        let data_key = DataKeyId(u32::from_be_bytes(*data_key));
        Ok(Self { data_key, nonce, ciphertext: ciphertext.to_vec() })
    }
}

fn associated(data_key: DataKeyId, binding: Binding) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(DOMAIN.len() + 5 + Binding::LEN);
    bytes.extend_from_slice(DOMAIN);
    bytes.push(VERSION);
    bytes.extend_from_slice(&data_key.0.to_be_bytes());
    binding.encode(&mut bytes);
    bytes
}
