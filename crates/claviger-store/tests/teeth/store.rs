//! The reading half, with one clause broken.

use crate::Tooth;
use crate::lane::BrokenLane;
use claviger_core::account::AccountRecord;
use claviger_core::credential::ApiKey;
use claviger_core::entry::Entry;
use claviger_core::id::{AccountId, KeyId, LogId, TokenId};
use claviger_core::nonce::NonceState;
use claviger_core::store::{
    Answered, Followed, HistoryPage, HistoryQuery, JournalRecord, KeyFilter, KeyRow, Lane, OnceKey, Record,
    RecordKind, RecordsOf, Store, StoreError, StoreStats, Wanted, WrappedKeys,
};
use claviger_core::token::{TokenDigest, TokenRecord};
use claviger_store::conformance::Fixture;
use claviger_store::{MemoryDisk, MemoryStore};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A place with a store that breaks one clause.
pub(crate) struct BrokenPlace {
    tooth: Tooth,
    disk: Mutex<MemoryDisk>,
    unsynced: Arc<Mutex<Option<MemoryDisk>>>,
}

impl BrokenPlace {
    pub(crate) fn new(tooth: Tooth) -> Self {
        BrokenPlace { tooth, disk: Mutex::default(), unsynced: Arc::default() }
    }
}

impl Fixture for BrokenPlace {
    fn open(&self) -> Result<Box<dyn Store>, StoreError> {
        let mut disk = self.disk.lock().unwrap();
        if let Some(before) = self.unsynced.lock().unwrap().take() {
            *disk = before;
        }
        let mut store = BrokenStore::new(self.tooth, MemoryDisk::open(&disk)?);
        store.unsynced = self.unsynced.clone();
        Ok(Box::new(store))
    }
}

pub(crate) struct BrokenStore {
    tooth: Tooth,
    inner: MemoryStore,
    cache: Mutex<BTreeMap<KeyId, KeyRow>>,
    unsynced: Arc<Mutex<Option<MemoryDisk>>>,
}

impl BrokenStore {
    pub(crate) fn new(tooth: Tooth, inner: MemoryStore) -> Self {
        BrokenStore { tooth, inner, cache: Mutex::default(), unsynced: Arc::default() }
    }

    fn query(&self, query: &HistoryQuery) -> HistoryQuery {
        let mut query = query.clone();
        match (self.tooth, &mut query.cursor) {
            (Tooth::HistoryOfEverybody, _) => query.account = None,
            (Tooth::FilterForgotten, _) => query.reasons.clear(),
            (Tooth::TimeFilterForgotten, _) => query.to = None,
            (Tooth::CursorSkips, Some(cursor)) => cursor.before = cursor.before.saturating_sub(1),
            (Tooth::CursorRepeats, Some(cursor)) => cursor.before += 1,
            _ => {}
        }
        query
    }
}

impl Store for BrokenStore {
    fn open_lane(&self, log: LogId) -> Result<Box<dyn Lane>, StoreError> {
        let inner = self.inner.open_lane(log)?;
        let (first, store) = (inner.head(), self.inner.clone());
        let unsynced = self.unsynced.clone();
        let (behind, seen, now) = (Vec::new(), Vec::new(), first.latest);
        Ok(Box::new(BrokenLane { tooth: self.tooth, store, inner, first, unsynced, behind, seen, now }))
    }

    fn key_by_api_key(&self, api_key: &ApiKey) -> Result<Option<KeyRow>, StoreError> {
        self.inner.key_by_api_key(api_key)
    }

    fn key(&self, id: KeyId) -> Result<Option<KeyRow>, StoreError> {
        let row = self.inner.key(id)?;
        if self.tooth != Tooth::KeyCached {
            return Ok(row);
        }
        let mut cache = self.cache.lock().unwrap();
        Ok(row.map(|row| cache.entry(id).or_insert(row).clone()))
    }

    fn keys(
        &self,
        account: AccountId,
        filter: &KeyFilter,
        after: Option<KeyId>,
        limit: usize,
    ) -> Result<Vec<KeyRow>, StoreError> {
        let mut rows = self.inner.keys(account, filter, after, limit)?;
        if self.tooth == Tooth::KeysById {
            rows.sort_by_key(|row| row.record.id);
        }
        Ok(rows)
    }

    fn nonces(&self, id: KeyId) -> Result<Option<NonceState>, StoreError> {
        self.inner.nonces(id)
    }

    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>, StoreError> {
        self.inner.token_by_digest(digest)
    }

    fn token(&self, id: TokenId) -> Result<Option<TokenRecord>, StoreError> {
        self.inner.token(id)
    }

    fn tokens(
        &self,
        account: AccountId,
        after: Option<TokenId>,
        limit: usize,
    ) -> Result<Vec<TokenRecord>, StoreError> {
        self.inner.tokens(account, after, limit)
    }

    fn account(&self, id: AccountId) -> Result<Option<AccountRecord>, StoreError> {
        self.inner.account(id)
    }

    fn accounts(&self, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountRecord>, StoreError> {
        self.inner.accounts(after, limit)
    }

    fn record(&self, kind: RecordKind, id: u64) -> Result<Option<Record>, StoreError> {
        self.inner.record(kind, id)
    }

    fn record_by_handle(&self, kind: RecordKind, handle: &[u8]) -> Result<Option<Record>, StoreError> {
        self.inner.record_by_handle(kind, handle)
    }

    fn records(
        &self,
        kind: RecordKind,
        of: RecordsOf,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let mut records = self.inner.records(kind, of, after, limit)?;
        if self.tooth == Tooth::RecordsById {
            records.sort_by_key(|record| record.id);
        }
        Ok(records)
    }

    fn answered(&self, key: &OnceKey) -> Result<Option<Answered>, StoreError> {
        self.inner.answered(key)
    }

    fn data_keys(&self) -> Result<WrappedKeys, StoreError> {
        self.inner.data_keys()
    }

    fn history(&self, query: &HistoryQuery) -> Result<HistoryPage, StoreError> {
        let mut page = self.inner.history(&self.query(query))?;
        if self.tooth == Tooth::HistoryForwards {
            page.entries.reverse();
        }
        Ok(page)
    }

    fn entries(&self, log: LogId, from: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let mut entries = self.inner.entries(log, from, limit)?;
        if self.tooth == Tooth::EntriesBackwards {
            entries.reverse();
        }
        Ok(entries)
    }

    fn follow(&self, log: LogId, from: u64, wanted: Wanted, scan: usize) -> Result<Followed, StoreError> {
        let followed = self.inner.follow(log, from, wanted, scan)?;
        let skipped = u64::from(self.tooth == Tooth::FollowSkips);
        Ok(Followed { next: followed.next + skipped, ..followed })
    }

    fn journal_snapshot(&self) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        self.inner.journal_snapshot()
    }

    fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalRecord>, StoreError> {
        self.inner.journal(from + u64::from(self.tooth == Tooth::JournalSkips), limit)
    }

    fn stats(&self) -> Result<StoreStats, StoreError> {
        self.inner.stats()
    }
}
