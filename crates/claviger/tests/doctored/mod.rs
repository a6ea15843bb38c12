//! Teeth for P2, P11 and P15: a store that is handed doctored items, tells a doctored head and reads doctored keys.
#![allow(unreachable_pub, dead_code, reason = "shared by tests that use a part of it each")]

use claviger::clock::Clock;
use claviger::core::account::AccountRecord;
use claviger::core::credential::ApiKey;
use claviger::core::entry::Entry;
use claviger::core::id::{AccountId, KeyId, LogId, TokenId};
use claviger::core::nonce::NonceState;
use claviger::core::store::*;
use claviger::core::time::Timestamp;
use claviger::core::token::{TokenDigest, TokenRecord};
use claviger_store::MemoryStore;

/// A memory store behind three lies.
pub struct Doctored {
    pub inner: MemoryStore,
    pub item: fn(&MemoryStore, &Item) -> Item,
    pub head: fn(LaneHead) -> LaneHead,
    pub row: Box<dyn Fn(KeyRow) -> KeyRow + Send + Sync>,
}

/// Nothing is a lie.
pub fn honest(inner: MemoryStore) -> Doctored {
    let item = |_: &MemoryStore, item: &Item| item.clone();
    Doctored { inner, item, head: |head| head, row: Box::new(|row| row) }
}

/// The end of an overlap is told by whoever reads the key, from their own clock.
pub fn counting_overlaps_itself(inner: MemoryStore, clock: impl Clock) -> Doctored {
    let row = move |mut row: KeyRow| {
        let record = &mut row.record;
        if let Some(at) = record.retires_at {
            record.retires_at = Some(clock.now().plus_micros(at.since(record.modified_at)));
        }
        row
    };
    Doctored { row: Box::new(row), ..honest(inner) }
}

/// The revision a cache names is believed, whatever is stored.
pub fn trusting(inner: MemoryStore) -> Doctored {
    let item = |store: &MemoryStore, item: &Item| match item {
        Item::Claim(claim) => {
            let revision = store.key(claim.key).ok().flatten().map_or(0, |row| row.record.revision);
            Item::Claim(Claim { revision, ..claim.clone() })
        }
        other => other.clone(),
    };
    Doctored { item, ..honest(inner) }
}

/// The clock is used directly: nobody remembers the latest time, and no deadline is checked.
pub fn forgetful_of_time(inner: MemoryStore) -> Doctored {
    let item = |_: &MemoryStore, item: &Item| match item {
        Item::Claim(claim) => Item::Claim(Claim { deadline: Timestamp::MAX, ..claim.clone() }),
        other => other.clone(),
    };
    let head = |head| LaneHead { latest: Timestamp::from_micros(0), ..head };
    Doctored { item, head, ..honest(inner) }
}

struct DoctoredLane {
    lane: Box<dyn Lane>,
    store: MemoryStore,
    item: fn(&MemoryStore, &Item) -> Item,
    head: fn(LaneHead) -> LaneHead,
}

impl Lane for DoctoredLane {
    fn head(&self) -> LaneHead {
        (self.head)(self.lane.head())
    }

    fn commit(&mut self, items: &[Item], now: Timestamp) -> Result<Vec<Settled>, CommitError> {
        let items: Vec<Item> = items.iter().map(|item| (self.item)(&self.store, item)).collect();
        self.lane.commit(&items, now)
    }

    fn reopen(&mut self) -> Result<(), StoreError> {
        self.lane.reopen()
    }

    fn open_claims(&self) -> Vec<OpenClaim> {
        self.lane.open_claims()
    }

    fn maintain(&mut self, now: Timestamp, retention: &Retention) -> Result<Upkeep, CommitError> {
        self.lane.maintain(now, retention)
    }
}

macro_rules! pass_through {
    ($($name:ident($($arg:ident: $type:ty),*) -> $out:ty;)*) => {
        $(fn $name(&self $(, $arg: $type)*) -> Result<$out, StoreError> { self.inner.$name($($arg),*) })*
    };
}

impl Store for Doctored {
    fn open_lane(&self, log: LogId) -> Result<Box<dyn Lane>, StoreError> {
        let (lane, store) = (self.inner.open_lane(log)?, self.inner.clone());
        Ok(Box::new(DoctoredLane { lane, store, item: self.item, head: self.head }))
    }

    fn key_by_api_key(&self, api_key: &ApiKey) -> Result<Option<KeyRow>, StoreError> {
        Ok(self.inner.key_by_api_key(api_key)?.map(&self.row))
    }

    fn key(&self, id: KeyId) -> Result<Option<KeyRow>, StoreError> {
        Ok(self.inner.key(id)?.map(&self.row))
    }

    pass_through! {
        keys(account: AccountId, filter: &KeyFilter, after: Option<KeyId>, limit: usize) -> Vec<KeyRow>;
        nonces(id: KeyId) -> Option<NonceState>;
        token_by_digest(digest: &TokenDigest) -> Option<TokenRecord>;
        token(id: TokenId) -> Option<TokenRecord>;
        tokens(account: AccountId, after: Option<TokenId>, limit: usize) -> Vec<TokenRecord>;
        account(id: AccountId) -> Option<AccountRecord>;
        accounts(after: Option<AccountId>, limit: usize) -> Vec<AccountRecord>;
        record(kind: RecordKind, id: u64) -> Option<Record>;
        record_by_handle(kind: RecordKind, handle: &[u8]) -> Option<Record>;
        records(kind: RecordKind, of: RecordsOf, after: Option<u64>, limit: usize) -> Vec<Record>;
        answered(key: &OnceKey) -> Option<Answered>;
        data_keys() -> WrappedKeys;
        history(query: &HistoryQuery) -> HistoryPage;
        entries(log: LogId, from: u64, limit: usize) -> Vec<Entry>;
        journal_snapshot() -> Option<(u64, Vec<u8>)>;
        journal(from: u64, limit: usize) -> Vec<JournalRecord>;
        stats() -> StoreStats;
    }
}
