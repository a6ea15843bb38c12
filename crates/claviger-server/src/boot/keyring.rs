//! From the master key file to the opened data keys, and what is still to be done for them once
//! the authority runs.

use super::BootError;
use claviger::manage::{Caller, ManageError, master_key};
use claviger::{Authority, OsEntropy};
use claviger_core::id::AccountId;
use claviger_core::store::{Store, StoreError, WrappedKeys};
use claviger_seal::file::{self, FileError, MasterKeys};
use claviger_seal::{Keyring, MasterKey, SealError, WrappedDataKey};
use std::path::Path;

/// The data keys, opened.
pub(super) struct Opened {
    pub(super) keyring: Keyring,
    pub(super) rest: Rest,
}

/// What is still to be done.
pub(super) enum Rest {
    /// The data keys are new and on no record yet.
    Install(MasterKey),
    /// A rotation was interrupted before the store was wrapped anew.
    Rewrap {
        /// What the store is wrapped by.
        old: MasterKey,
        /// What the file holds.
        new: MasterKey,
    },
    /// A rotation was interrupted before the old key was removed.
    Finish,
    /// Nothing.
    Nothing,
}

/// Opens the data keys of a store; makes them, and the file, for a store that is new.
pub(super) fn open(path: &Path, store: &dyn Store, data_dir: &Path) -> Result<Opened, BootError> {
    let failed = |source| BootError::Store { path: data_dir.to_owned(), source };
    let wrapped = store.data_keys().map_err(failed)?;
    if wrapped.generation > 0 {
        return existing(path, &wrapped);
    }
    if is_used(store).map_err(failed)? {
        return Err(BootError::DataKeysLost);
    }
    first(path)
}

/// Whether the master key file at `path` opens the data keys of a store. Makes and changes nothing.
///
/// # Errors
/// [`BootError`], as a start would give.
pub fn master_key_opens(path: &Path, store: &dyn Store, data_dir: &Path) -> Result<(), BootError> {
    let failed = |source| BootError::Store { path: data_dir.to_owned(), source };
    let wrapped = store.data_keys().map_err(failed)?;
    if wrapped.generation > 0 {
        return existing(path, &wrapped).map(drop);
    }
    if is_used(store).map_err(failed)? { Err(BootError::DataKeysLost) } else { Ok(()) }
}

fn is_used(store: &dyn Store) -> Result<bool, StoreError> {
    Ok(!store.accounts(None, 1)?.is_empty() || store.stats()?.keys > 0)
}

/// A file that is there already was made by a first start that was interrupted, or put there.
fn first(path: &Path) -> Result<Opened, BootError> {
    let master = match file::read(path) {
        Ok(master) => master,
        Err(error) if error.is_missing() => create(path)?,
        Err(error) => return Err(error.into()),
    };
    Ok(Opened { keyring: Keyring::create(&mut OsEntropy)?, rest: Rest::Install(master) })
}

/// The file is durable before anything is sealed under it.
fn create(path: &Path) -> Result<MasterKey, BootError> {
    let master = MasterKey::random(&mut OsEntropy)?;
    file::create(path, &master)?;
    tracing::info!(path = %path.display(), id = %master.id(), "made the master key file; keep a copy of it elsewhere");
    Ok(master)
}

fn existing(path: &Path, wrapped: &WrappedKeys) -> Result<Opened, BootError> {
    let masters = MasterKeys::load(path).map_err(|error| missing(error, path))?;
    let wrapped: Result<Vec<_>, _> =
        wrapped.keys.iter().map(|(_, bytes)| WrappedDataKey::from_bytes(bytes)).collect();
    let wrapped = wrapped.map_err(SealError::from)?;
    let keyring = Keyring::unwrap_with(&masters.all(), &wrapped).map_err(|error| match error {
        SealError::UnknownMasterKey { id: wanted } => {
            BootError::MasterKeyOther { path: path.to_owned(), found: masters.current.id(), wanted }
        }
        error => BootError::DataKeys(error),
    })?;
    let current = wrapped.iter().all(|one| one.master() == masters.current.id());
    let rest = match masters.previous {
        Some(old) if !current => Rest::Rewrap { old, new: masters.current },
        Some(_) => Rest::Finish,
        None => Rest::Nothing,
    };
    Ok(Opened { keyring, rest })
}

fn missing(error: FileError, path: &Path) -> BootError {
    if error.is_missing() { BootError::MasterKeyMissing { path: path.to_owned() } } else { error.into() }
}

impl Rest {
    /// Does it.
    pub(super) async fn complete(self, authority: &Authority, path: &Path) -> Result<(), BootError> {
        match self {
            Rest::Install(master) => install(authority, &master).await?,
            Rest::Rewrap { old, new } => {
                let host = Caller::system(AccountId::from_u64(0));
                master_key::rotate(authority, &host, &old, &new).await?;
                file::finish_rotation(path)?;
                tracing::info!(id = %new.id(), "finished a rotation of the master key that had been interrupted");
            }
            Rest::Finish => file::finish_rotation(path)?,
            Rest::Nothing => {}
        }
        Ok(())
    }
}

async fn install(authority: &Authority, master: &MasterKey) -> Result<(), ManageError> {
    master_key::install(authority, master).await
}
