//! The store as its witness sees it. It is not kept alive by this: a thread that waits for a dead share
//! must not hold the data directory.

use super::LOG;
use claviger_audit::witness::{Position, Statement, Verdict, judge};
use claviger_core::store::StoreError;
use claviger_sqlite::SqliteStore;
use std::sync::{Arc, Weak};

/// A store, as long as it is open.
#[derive(Clone)]
pub(crate) struct Source(Weak<SqliteStore>);

impl Source {
    pub(crate) fn new(store: &Arc<SqliteStore>) -> Self {
        Source(Arc::downgrade(store))
    }

    /// What is to be witnessed now.
    pub(super) fn statement(&self) -> Result<Statement, StoreError> {
        let store = self.store()?;
        let Position { log, epoch, next_sequence, latest, store: name, .. } = store.position(LOG)?;
        Ok(Statement { store: name, log, epoch, next_sequence, latest, leaf: before(&store, next_sequence)? })
    }

    /// What a statement found at a place means for this store.
    pub(super) fn judge(&self, witnessed: &Statement) -> Result<Verdict, StoreError> {
        judged(&*self.store()?, witnessed).map(|(verdict, _)| verdict)
    }

    fn store(&self) -> Result<Arc<SqliteStore>, StoreError> {
        self.0.upgrade().ok_or_else(|| StoreError::Unavailable("it is closed".to_owned()))
    }
}

/// Compares a store with a statement.
pub(crate) fn judged(store: &SqliteStore, witnessed: &Statement) -> Result<(Verdict, Position), StoreError> {
    let found = store.position(LOG)?;
    let there = before(store, witnessed.next_sequence)?;
    Ok((judge(witnessed, &found, there), found))
}

/// The hash of the entry before a sequence, if it is kept.
fn before(store: &SqliteStore, next_sequence: u64) -> Result<Option<claviger_audit::LeafHash>, StoreError> {
    next_sequence.checked_sub(1).map_or(Ok(None), |last| store.leaf(LOG, last))
}
