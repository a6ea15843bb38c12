//! Data keys, and the form in which the database keeps them: wrapped by the master key.
//!
//! ```text
//!   version 1 │ data key id, 4 bytes, big-endian │ master key id, 8 bytes │ nonce, 24 bytes │ key, 32 bytes │ tag, 16
//! ```
//!
//! Everything before the nonce is authenticated too.

use crate::aead::{self, KEY_LEN, Key, NONCE_LEN, Nonce, TAG_LEN};
use crate::error::{FormatError, SealError};
use crate::master::{MasterKey, MasterKeyId};
use claviger_core::entropy::{Entropy, EntropyError};
use std::fmt;

const WHAT: &str = "wrapped data key";
const VERSION: u8 = 1;
const LEN: usize = 1 + 4 + MasterKeyId::LEN + NONCE_LEN + CIPHERTEXT_LEN;
const CIPHERTEXT_LEN: usize = KEY_LEN + TAG_LEN;
const DOMAIN: &[u8] = b"claviger data key\0";

/// Number of a data key: 1 for the first, one more for each that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataKeyId(pub u32);

impl fmt::Display for DataKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A key that seals secrets.
pub(crate) struct DataKey {
    pub(crate) id: DataKeyId,
    pub(crate) key: Key,
}

impl DataKey {
    pub(crate) fn random(id: DataKeyId, entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        Ok(Self { id, key: Key::random(entropy)? })
    }

    pub(crate) fn wrap(
        &self,
        master: &MasterKey,
        entropy: &mut dyn Entropy,
    ) -> Result<WrappedDataKey, SealError> {
        let nonce = aead::nonce(entropy)?;
        let associated = associated(self.id, master.id());
        let plain = self.key.expose();
        let ciphertext = aead::encrypt(master.key(), &nonce, &associated, plain)
            .ok_or(SealError::TooLong { len: plain.len() })?;
        Ok(WrappedDataKey { id: self.id, master: master.id(), nonce, ciphertext })
    }
}

/// A data key as the database keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedDataKey {
    id: DataKeyId,
    master: MasterKeyId,
    nonce: Nonce,
    ciphertext: Vec<u8>,
}

impl WrappedDataKey {
    /// Which data key it is.
    #[must_use]
    pub fn id(&self) -> DataKeyId {
        self.id
    }

    /// The master key that wrapped it.
    #[must_use]
    pub fn master(&self) -> MasterKeyId {
        self.master
    }

    pub(crate) fn unwrap_with(&self, master: &MasterKey) -> Result<DataKey, SealError> {
        if self.master != master.id() {
            return Err(SealError::UnknownMasterKey { id: self.master });
        }
        let associated = associated(self.id, self.master);
        let plain = aead::decrypt(master.key(), &self.nonce, &associated, &self.ciphertext)
            .map_err(|_| SealError::Refused)?;
        let key = plain.into_array().ok_or(SealError::Refused)?;
        Ok(DataKey { id: self.id, key })
    }

    /// The bytes for a store to keep.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LEN);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.id.0.to_be_bytes());
        bytes.extend_from_slice(self.master.as_bytes());
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.ciphertext);
        bytes
    }

    /// From the bytes a store kept; whether they are genuine shows only when they are unwrapped.
    ///
    /// # Errors
    /// [`FormatError::Version`] for another version, [`FormatError::Length`] for too few or too many bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let wrong_length = FormatError::Length { what: WHAT, len: bytes.len() };
        let (version, rest) = bytes.split_first().ok_or(wrong_length)?;
        if *version != VERSION {
            return Err(FormatError::Version { what: WHAT, found: *version });
        }
        let (id, rest) = rest.split_first_chunk().ok_or(wrong_length)?;
        let (master, rest) = rest.split_first_chunk().ok_or(wrong_length)?;
        let (nonce, ciphertext) = rest.split_first_chunk().ok_or(wrong_length)?;
        if ciphertext.len() != CIPHERTEXT_LEN {
            return Err(wrong_length);
        }
        let (id, master) = (DataKeyId(u32::from_be_bytes(*id)), MasterKeyId::from_bytes(*master));
        Ok(Self { id, master, nonce: *nonce, ciphertext: ciphertext.to_vec() })
    }
}

fn associated(id: DataKeyId, master: MasterKeyId) -> Vec<u8> {
    [DOMAIN, &[VERSION], &id.0.to_be_bytes(), master.as_bytes()].concat()
}
