//! A few connections that only read, each behind its own lock.

use crate::connect;
use crate::error::Result;
use crate::options::Options;
use claviger_core::store::StoreError;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

type Slot = Mutex<Option<Connection>>;

/// The readers. A slot without a connection opens one when it is used.
#[derive(Debug)]
pub(crate) struct Pool {
    path: PathBuf,
    cache_kib: u32,
    slots: Vec<Slot>,
    next: AtomicUsize,
    /// What is on the disk is not known to be what was written; nobody may read it.
    closed: AtomicBool,
}

impl Pool {
    pub(crate) fn new(path: &Path, options: &Options) -> Self {
        let slots = (0..options.readers.max(1)).map(|_| Mutex::new(None)).collect();
        Pool {
            path: path.to_owned(),
            cache_kib: options.reader_cache_kib,
            slots,
            next: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
        }
    }

    /// Reads with one of the connections.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T, StoreError> {
        let mut slot = self.take()?;
        // Under the slot's lock, so that a reader who waited for it sees what was set meanwhile.
        if self.closed.load(Ordering::Acquire) {
            return Err(StoreError::Unavailable("it has to be read again first, after a failure".to_owned()));
        }
        let conn = match slot.take() {
            Some(conn) => conn,
            None => connect::reader(&self.path, self.cache_kib)?,
        };
        let result = work(&conn);
        // A connection that failed is not trusted again.
        if result.is_ok() {
            *slot = Some(conn);
        }
        Ok(result?)
    }

    /// Lets readers in again: what is on the disk is known to be what was written.
    pub(crate) fn reopen(&self) {
        self.closed.store(false, Ordering::Release);
    }

    /// Closes every connection. Readers wait while the guards are held, and are refused from then on
    /// until [`Pool::reopen`].
    pub(crate) fn close(&self) -> Vec<MutexGuard<'_, Option<Connection>>> {
        let locked = |slot| {
            let mut guard = lock(slot);
            *guard = None;
            guard
        };
        let guards = self.slots.iter().map(locked).collect();
        self.closed.store(true, Ordering::Release);
        guards
    }

    fn take(&self) -> Result<MutexGuard<'_, Option<Connection>>, StoreError> {
        let start = self.next.fetch_add(1, Ordering::Relaxed);
        let count = self.slots.len();
        let from_start = || (0..count).filter_map(|at| self.slots.get((start + at) % count));
        let free = from_start().find_map(|slot| slot.try_lock().ok());
        free.or_else(|| from_start().next().map(lock))
            .ok_or_else(|| StoreError::Unavailable("no connection to read with".to_owned()))
    }
}

/// A reader that panicked left its slot empty, which is a state like any other.
fn lock(slot: &Slot) -> MutexGuard<'_, Option<Connection>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
