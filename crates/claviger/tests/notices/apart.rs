//! A tooth for P13: a store that writes how far the log was read before what follows from it, and not together with it.

use claviger::core::account::AccountRecord;
use claviger::core::credential::ApiKey;
use claviger::core::entry::Entry;
use claviger::core::id::{AccountId, KeyId, LogId, TokenId};
use claviger::core::nonce::NonceState;
use claviger::core::notices::Mark;
use claviger::core::store::*;
use claviger::core::time::Timestamp;
use claviger::core::token::{TokenDigest, TokenRecord};
use claviger_store::Faulty;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// The store.
pub(crate) fn apart(inner: Arc<Faulty<dyn Store>>) -> Arc<dyn Store> {
    Arc::new(Apart(inner))
}

struct Apart(Arc<Faulty<dyn Store>>);

struct Lanes(Box<dyn Lane>);

/// What was written apart so far. Every third time it fails between the two, at first.
static SPLITS: AtomicU32 = AtomicU32::new(0);
const MOST: u32 = 9;

impl Lane for Lanes {
    fn head(&self) -> LaneHead {
        self.0.head()
    }

    fn commit(&mut self, items: &[Item], now: Timestamp) -> Result<Vec<Settled>, CommitError> {
        let mut settled = Vec::new();
        for item in items {
            let Some((first, rest)) = split(item) else {
                settled.extend(self.0.commit(std::slice::from_ref(item), now)?);
                continue;
            };
            self.0.commit(&[first], now)?;
            let split = SPLITS.fetch_add(1, Relaxed);
            if split < MOST && split % 3 == 2 {
                return Err(CommitError::Unknown("between the two".to_owned()));
            }
            settled.extend(self.0.commit(&[rest], now)?);
        }
        Ok(settled)
    }

    fn reopen(&mut self) -> Result<(), StoreError> {
        self.0.reopen()
    }

    fn open_claims(&self) -> Vec<OpenClaim> {
        self.0.open_claims()
    }

    fn maintain(&mut self, now: Timestamp, retention: &Retention) -> Result<Upkeep, CommitError> {
        self.0.maintain(now, retention)
    }
}

/// The position, and what was to be written with it.
fn split(item: &Item) -> Option<(Item, Item)> {
    let Item::Derived(writes) = item else { return None };
    let is_position = |write: &&RecordWrite| match write {
        RecordWrite::Create { record, .. } | RecordWrite::Update { record, .. } => {
            matches!(Mark::try_from(record), Ok(Mark::Position(..)))
        }
        _ => false,
    };
    let (position, rest): (Vec<&RecordWrite>, Vec<&RecordWrite>) =
        writes.as_slice().iter().partition(is_position);
    let derived = |writes: Vec<&RecordWrite>| {
        DerivedWrites::new(writes.into_iter().cloned().collect()).map(Item::Derived)
    };
    if position.is_empty() || rest.is_empty() { None } else { Some((derived(position)?, derived(rest)?)) }
}

macro_rules! pass_through {
    ($($name:ident($($arg:ident: $type:ty),*) -> $out:ty;)*) => {
        $(fn $name(&self $(, $arg: $type)*) -> Result<$out, StoreError> { self.0.$name($($arg),*) })*
    };
}

impl Store for Apart {
    fn open_lane(&self, log: LogId) -> Result<Box<dyn Lane>, StoreError> {
        Ok(Box::new(Lanes(self.0.open_lane(log)?)))
    }

    pass_through! {
        key_by_api_key(api_key: &ApiKey) -> Option<KeyRow>;
        key(id: KeyId) -> Option<KeyRow>;
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
