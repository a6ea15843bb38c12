//! A directory of its own for every test, and items to write into it.
#![allow(dead_code, reason = "each test uses its part")]

pub(crate) mod make;

use claviger_core::entry::Entry;
use claviger_core::id::LogId;
use claviger_core::store::{Cursor, HistoryQuery, Item, Lane, Retention, Settled, Store, StoreError};
use claviger_core::time::Timestamp;
use claviger_sqlite::{Options, SqliteStore};
use claviger_store::conformance::Fixture;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) const LOG: LogId = LogId(0);
pub(crate) const KEEP: Retention = Retention { max_age_secs: None, max_bytes: None };

/// A data directory that goes with the test.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Place(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path().join("claviger.db")
    }

    pub(crate) fn store(&self) -> Result<SqliteStore, StoreError> {
        SqliteStore::open(self.path(), Options::default())
    }
}

impl Fixture for Place {
    fn open(&self) -> Result<Box<dyn Store>, StoreError> {
        Ok(Box::new(self.store()?))
    }
}

/// Commits, and wants everything written.
#[track_caller]
pub(crate) fn write(lane: &mut dyn Lane, items: &[Item], now: Timestamp) {
    let settled = lane.commit(items, now).unwrap();
    let bad = settled.iter().find(|one| !matches!(one, Settled::Written(_) | Settled::Accepted(_)));
    assert_eq!(bad, None);
}

/// Every page of a history, one after the other.
pub(crate) fn pages(store: &dyn Store, query: &HistoryQuery) -> Result<Vec<Entry>, StoreError> {
    let mut all = Vec::new();
    let mut cursor: Option<Cursor> = None;
    loop {
        let page = store.history(&HistoryQuery { cursor, ..query.clone() })?;
        all.extend(page.entries);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(all);
        }
    }
}

/// Upkeep until there is nothing more to do.
pub(crate) fn upkeep(lane: &mut dyn Lane, now: Timestamp, retention: &Retention) -> u64 {
    let mut dropped = 0;
    loop {
        let done = lane.maintain(now, retention).unwrap();
        dropped += done.dropped_entries;
        if !done.more {
            return dropped;
        }
    }
}
