//! The data keys of one database, unwrapped: what seals and opens.

use crate::binding::Binding;
use crate::data_key::{DataKey, DataKeyId, WrappedDataKey};
use crate::error::SealError;
use crate::master::MasterKey;
use crate::plain::PlainBytes;
use crate::sealed::Sealed;
use claviger_core::entropy::Entropy;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt;

/// So that no other use of a data key can come to the same bytes.
const DIGEST_DOMAIN: &[u8] = b"claviger request digest\0";

/// Every data key, ready for use. Seals under the newest, opens under the one a sealed value names.
pub struct Keyring {
    keys: BTreeMap<DataKeyId, DataKey>,
    current: DataKeyId,
}

impl Keyring {
    /// A keyring for a new database, with one data key.
    ///
    /// # Errors
    /// [`SealError::Entropy`].
    pub fn create(entropy: &mut dyn Entropy) -> Result<Self, SealError> {
        let current = DataKeyId(1);
        let keys = BTreeMap::from([(current, DataKey::random(current, entropy)?)]);
        Ok(Self { keys, current })
    }

    /// Unwraps the data keys of a database. Each names the master key it needs, so several may be given: during a
    /// rotation the new one and the one before it.
    ///
    /// # Errors
    /// [`SealError::UnknownMasterKey`] names the one that is missing; [`SealError::Refused`] if a wrapped key was
    /// tampered with; [`SealError::DuplicateDataKey`], [`SealError::NoDataKey`] for a set that cannot be right.
    pub fn unwrap_with(masters: &[&MasterKey], wrapped: &[WrappedDataKey]) -> Result<Self, SealError> {
        let mut keys = BTreeMap::new();
        for one in wrapped {
            let named = masters.iter().find(|master| master.id() == one.master());
            let master = named.ok_or(SealError::UnknownMasterKey { id: one.master() })?;
            if keys.insert(one.id(), one.unwrap_with(master)?).is_some() {
                return Err(SealError::DuplicateDataKey { id: one.id() });
            }
        }
        let current = *keys.keys().next_back().ok_or(SealError::NoDataKey)?;
        Ok(Self { keys, current })
    }

    /// Wraps every data key, for the database to keep.
    ///
    /// # Errors
    /// [`SealError::Entropy`].
    pub fn wrap(
        &self,
        master: &MasterKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<WrappedDataKey>, SealError> {
        self.keys.values().map(|key| key.wrap(master, entropy)).collect()
    }

    /// Changes the master key: the same data keys, wrapped by the new one. Sealed secrets stay as they are. The
    /// result replaces all of `wrapped` in one transaction, between [`crate::file::begin_rotation`] and
    /// [`crate::file::finish_rotation`].
    ///
    /// # Errors
    /// As [`Keyring::unwrap_with`] and [`Keyring::wrap`].
    pub fn rewrap(
        wrapped: &[WrappedDataKey],
        old: &MasterKey,
        new: &MasterKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<WrappedDataKey>, SealError> {
        Self::unwrap_with(&[old, new], wrapped)?.wrap(new, entropy)
    }

    /// Adds a data key; from now on secrets are sealed under it. Nothing may be sealed until the new one is wrapped
    /// and durable in the database, or what was sealed is lost with the process.
    ///
    /// # Errors
    /// [`SealError::Entropy`], [`SealError::DataKeysExhausted`].
    pub fn add_data_key(&mut self, entropy: &mut dyn Entropy) -> Result<DataKeyId, SealError> {
        let id = self.current.0.checked_add(1).map(DataKeyId).ok_or(SealError::DataKeysExhausted)?;
        self.keys.insert(id, DataKey::random(id, entropy)?);
        self.current = id;
        Ok(id)
    }

    /// The data key under which secrets are sealed.
    #[must_use]
    pub fn current(&self) -> DataKeyId {
        self.current
    }

    /// Seals a secret for the place the binding names.
    ///
    /// # Errors
    /// [`SealError::TooLong`], [`SealError::Entropy`].
    pub fn seal(
        &self,
        binding: Binding,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Sealed, SealError> {
        let key = self.find(self.current)?;
        Sealed::seal(key.id, &key.key, binding, plain, entropy)
    }

    /// Opens a secret that was sealed for the place the binding names.
    ///
    /// # Errors
    /// [`SealError::UnknownDataKey`]; [`SealError::Refused`] if it was changed or sealed for another place.
    pub fn open(&self, binding: Binding, sealed: &Sealed) -> Result<PlainBytes, SealError> {
        sealed.open(&self.find(sealed.data_key())?.key, binding)
    }

    /// A digest of these parts that nobody without the data keys can make, so that what has few
    /// possible values cannot be guessed from it. It stays the same as long as the database does.
    #[must_use]
    pub fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let oldest = self.keys.values().next().map_or(&[][..], |key| key.key.expose());
        // HMAC takes a key of any length, so there always is one.
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(oldest) else { return [0; 32] };
        let mac = parts.iter().fold(mac.chain_update(DIGEST_DOMAIN), |mac, part| {
            mac.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
        });
        mac.finalize().into_bytes().into()
    }

    fn find(&self, id: DataKeyId) -> Result<&DataKey, SealError> {
        self.keys.get(&id).ok_or(SealError::UnknownDataKey { id })
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("current", &self.current).finish_non_exhaustive()
    }
}
