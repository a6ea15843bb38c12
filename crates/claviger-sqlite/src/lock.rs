//! One process per data directory: an exclusive lock on a file beside the database.
//!
//! The lock is the kernel's, so it goes with the process however that ends; the file stays.

use claviger_core::store::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// The name of the lock file.
const NAME: &str = "lock";

/// Held as long as the store, its lanes and their threads live.
#[derive(Debug)]
pub(crate) struct DirLock {
    _file: File,
}

impl DirLock {
    /// Takes the lock of `dir`, or says that somebody has it.
    pub(crate) fn take(dir: &Path) -> Result<Self, StoreError> {
        if !dir.is_dir() {
            return Err(StoreError::Unavailable(format!("there is no directory {}", dir.display())));
        }
        let path = dir.join(NAME);
        let cannot = |error| StoreError::Unavailable(format!("cannot open {}: {error}", path.display()));
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(DirLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => {
                Err(StoreError::Unavailable(format!("cannot lock {}: {error}", path.display())))
            }
        }
    }
}
