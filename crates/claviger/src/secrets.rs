//! Sealing and opening, bound to the key they belong to.

use claviger_core::credential::PrivateKey;
use claviger_core::entropy::{Entropy, EntropyError};
use claviger_core::key::{KeyRecord, KeySnapshot};
use claviger_core::otp::{SecondFactor, SecondFactorKind};
use claviger_core::store::{KeyRow, SealedBytes};
use claviger_seal::{Binding, Keyring, PlainBytes, Purpose, SealError, Sealed};

/// The system's source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|_| EntropyError)
    }
}

/// A stored key could not be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    #[error("the sealed secret could not be opened")]
    Seal(#[from] SealError),
    #[error("the sealed secret has the wrong length, or is missing")]
    Shape,
}

/// The opened data keys.
pub struct Secrets {
    keyring: Keyring,
}

impl Secrets {
    /// Around an unwrapped keyring.
    #[must_use]
    pub const fn new(keyring: Keyring) -> Self {
        Secrets { keyring }
    }

    /// The keyring, for wrapping it anew.
    #[must_use]
    pub const fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    pub(crate) fn seal(
        &self,
        purpose: Purpose,
        record: &KeyRecord,
        plain: &[u8],
    ) -> Result<SealedBytes, SealError> {
        let sealed = self.keyring.seal(binding(purpose, record), plain, &mut OsEntropy)?;
        Ok(SealedBytes(sealed.to_bytes().into()))
    }

    pub(crate) fn open(&self, row: &KeyRow) -> Result<KeySnapshot, OpenError> {
        let record = &row.record;
        let secret = row.secret.as_ref().map(|sealed| self.open_secret(record, sealed)).transpose()?;
        let factor = match (record.restrictions.second_factor, &row.second_factor) {
            (None, _) => None,
            (Some(kind), Some(sealed)) => Some(self.open_factor(record, kind, sealed)?),
            (Some(_), None) => return Err(OpenError::Shape),
        };
        Ok(KeySnapshot::new(record, secret, factor))
    }

    /// The second factor of `row`, sealed for its successor: whoever holds the key goes on with the one they have.
    pub(crate) fn hand_down(
        &self,
        row: &KeyRow,
        successor: &KeyRecord,
    ) -> Result<Option<SealedBytes>, SealError> {
        let Some(sealed) = &row.second_factor else { return Ok(None) };
        let plain = self.open_bytes(Purpose::SecondFactor, &row.record, sealed)?;
        self.seal(Purpose::SecondFactor, successor, plain.expose()).map(Some)
    }

    fn open_secret(&self, record: &KeyRecord, sealed: &SealedBytes) -> Result<PrivateKey, OpenError> {
        let plain = self.open_bytes(Purpose::ApiKeySecret, record, sealed)?;
        let raw = plain.expose().try_into().map_err(|_| OpenError::Shape)?;
        Ok(PrivateKey::from_bytes(raw))
    }

    fn open_factor(
        &self,
        record: &KeyRecord,
        kind: SecondFactorKind,
        sealed: &SealedBytes,
    ) -> Result<SecondFactor, OpenError> {
        let bytes = self.open_bytes(Purpose::SecondFactor, record, sealed)?.expose().to_vec();
        Ok(match kind {
            SecondFactorKind::Password => SecondFactor::Password(bytes),
            SecondFactorKind::Totp => SecondFactor::Totp(bytes),
        })
    }

    fn open_bytes(
        &self,
        purpose: Purpose,
        record: &KeyRecord,
        sealed: &SealedBytes,
    ) -> Result<PlainBytes, SealError> {
        self.keyring.open(binding(purpose, record), &Sealed::from_bytes(&sealed.0)?)
    }
}

fn binding(purpose: Purpose, record: &KeyRecord) -> Binding {
    Binding { purpose, account: record.account.as_u64(), id: record.id.as_u64() }
}
