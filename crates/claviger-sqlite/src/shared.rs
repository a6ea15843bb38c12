//! What a store, its lanes and their readers share.

use crate::connect::WAL;
use crate::index::Tail;
use crate::lock::DirLock;
use crate::options::Options;
use crate::pool::Pool;
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};

/// Lives as long as the store or one of its lanes.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) dir: PathBuf,
    /// The database.
    pub(crate) path: PathBuf,
    pub(crate) options: Options,
    pub(crate) pool: Pool,
    pub(crate) tail: RwLock<Tail>,
    /// None for a store that only reads.
    pub(crate) _lock: Option<DirLock>,
}

impl Shared {
    pub(crate) fn wal_path(&self) -> PathBuf {
        self.dir.join(WAL)
    }

    pub(crate) fn read_tail<T>(&self, work: impl FnOnce(&Tail) -> T) -> T {
        // A panic under the lock leaves at worst a posting too few; the lane that caused it is gone.
        work(&self.tail.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the tail, if it still belongs to the lane of `epoch`.
    pub(crate) fn with_tail_mut(&self, epoch: u32, work: impl FnOnce(&mut Tail)) {
        let mut tail = self.tail.write().unwrap_or_else(PoisonError::into_inner);
        if tail.epoch == epoch {
            work(&mut tail);
        }
    }

    pub(crate) fn set_tail(&self, tail: Tail) {
        *self.tail.write().unwrap_or_else(PoisonError::into_inner) = tail;
    }

    pub(crate) fn tail_len(&self) -> u64 {
        self.read_tail(Tail::len)
    }
}
