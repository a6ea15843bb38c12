//! The master key: wraps data keys, and nothing else.

mod text;

use crate::aead::{KEY_LEN, Key};
use claviger_core::entropy::{Entropy, EntropyError};
use sha2::{Digest as _, Sha256};
use std::fmt;
pub use text::MasterKeyTextError;

const ID_DOMAIN: &[u8] = b"claviger master key id\0";

/// The key that lives outside the database. Whoever has it and the database has every secret.
pub struct MasterKey {
    key: Key,
    id: MasterKeyId,
}

impl MasterKey {
    /// A new one.
    ///
    /// # Errors
    /// As [`Entropy::fill`].
    pub fn random(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        Ok(Self::from_key(Key::random(entropy)?))
    }

    pub(crate) fn from_key(key: Key) -> Self {
        let id = MasterKeyId::of(key.expose());
        Self { key, id }
    }

    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    /// A name for it that gives nothing away.
    #[must_use]
    pub fn id(&self) -> MasterKeyId {
        self.id
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MasterKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Names a master key in wrapped data keys and in errors: the first bytes of a hash of it, not secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MasterKeyId([u8; Self::LEN]);

impl MasterKeyId {
    pub(crate) const LEN: usize = 8;

    fn of(key: &[u8; KEY_LEN]) -> Self {
        let digest: [u8; 32] = Sha256::new().chain_update(ID_DOMAIN).chain_update(key).finalize().into();
        let mut id = [0; Self::LEN];
        id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self(id)
    }

    pub(crate) const fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

impl fmt::Display for MasterKeyId {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for MasterKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKeyId({self})")
    }
}
