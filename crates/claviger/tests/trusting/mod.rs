//! P2's tooth: a store that believes whatever revision a node's cache names.

use claviger::core::account::AccountRecord;
use claviger::core::credential::ApiKey;
use claviger::core::entry::Entry;
use claviger::core::id::{AccountId, KeyId, LogId, TokenId};
use claviger::core::nonce::NonceState;
use claviger::core::store::*;
use claviger::core::time::Timestamp;
use claviger::core::token::{TokenDigest, TokenRecord};
use claviger_store::MemoryStore;

pub struct Trusting(pub MemoryStore);

struct TrustingLane(Box<dyn Lane>, MemoryStore);

impl Lane for TrustingLane {
    fn head(&self) -> LaneHead {
        self.0.head()
    }

    fn commit(&mut self, items: &[Item], now: Timestamp) -> Result<Vec<Settled>, CommitError> {
        let believe = |item: &Item| match item {
            Item::Claim(claim) => {
                let present = self.1.key(claim.key).ok().flatten().map_or(0, |row| row.record.revision);
                Item::Claim(Claim { revision: present, ..claim.clone() })
            }
            other => other.clone(),
        };
        let items: Vec<Item> = items.iter().map(believe).collect();
        self.0.commit(&items, now)
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

macro_rules! pass_through {
    ($($name:ident($($arg:ident: $type:ty),*) -> $out:ty;)*) => {
        $(fn $name(&self $(, $arg: $type)*) -> Result<$out, StoreError> { self.0.$name($($arg),*) })*
    };
}

impl Store for Trusting {
    fn open_lane(&self, log: LogId) -> Result<Box<dyn Lane>, StoreError> {
        Ok(Box::new(TrustingLane(self.0.open_lane(log)?, self.0.clone())))
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
        data_keys() -> WrappedKeys;
        history(query: &HistoryQuery) -> HistoryPage;
        entries(log: LogId, from: u64, limit: usize) -> Vec<Entry>;
        journal_snapshot() -> Option<(u64, Vec<u8>)>;
        journal(from: u64, limit: usize) -> Vec<JournalRecord>;
        stats() -> StoreStats;
    }
}
