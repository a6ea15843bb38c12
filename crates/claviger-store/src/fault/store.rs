//! The reading half: passes everything on, unless reads are to fail.

use super::Faulty;
use super::lane::FaultyLane;
use claviger_core::account::AccountRecord;
use claviger_core::credential::ApiKey;
use claviger_core::entry::Entry;
use claviger_core::id::{AccountId, KeyId, LogId, TokenId};
use claviger_core::nonce::NonceState;
use claviger_core::store::{
    Answered, HistoryPage, HistoryQuery, JournalRecord, KeyFilter, KeyRow, Lane, OnceKey, Record, RecordKind,
    RecordsOf, Store, StoreError, StoreStats, WrappedKeys,
};
use claviger_core::token::{TokenDigest, TokenRecord};

impl<S: Store + ?Sized> Faulty<S> {
    fn read(&self) -> Result<&S, StoreError> {
        self.faults.reading()?;
        Ok(&self.inner)
    }
}

impl<S: Store + ?Sized> Store for Faulty<S> {
    fn open_lane(&self, log: LogId) -> Result<Box<dyn Lane>, StoreError> {
        self.faults.opening()?;
        Ok(Box::new(FaultyLane::new(self.faults.clone(), self.inner.open_lane(log)?)))
    }

    fn key_by_api_key(&self, api_key: &ApiKey) -> Result<Option<KeyRow>, StoreError> {
        self.read()?.key_by_api_key(api_key)
    }

    fn key(&self, id: KeyId) -> Result<Option<KeyRow>, StoreError> {
        self.read()?.key(id)
    }

    fn keys(
        &self,
        account: AccountId,
        filter: &KeyFilter,
        after: Option<KeyId>,
        limit: usize,
    ) -> Result<Vec<KeyRow>, StoreError> {
        self.read()?.keys(account, filter, after, limit)
    }

    fn nonces(&self, id: KeyId) -> Result<Option<NonceState>, StoreError> {
        self.read()?.nonces(id)
    }

    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>, StoreError> {
        self.read()?.token_by_digest(digest)
    }

    fn token(&self, id: TokenId) -> Result<Option<TokenRecord>, StoreError> {
        self.read()?.token(id)
    }

    fn tokens(
        &self,
        account: AccountId,
        after: Option<TokenId>,
        limit: usize,
    ) -> Result<Vec<TokenRecord>, StoreError> {
        self.read()?.tokens(account, after, limit)
    }

    fn account(&self, id: AccountId) -> Result<Option<AccountRecord>, StoreError> {
        self.read()?.account(id)
    }

    fn accounts(&self, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountRecord>, StoreError> {
        self.read()?.accounts(after, limit)
    }

    fn record(&self, kind: RecordKind, id: u64) -> Result<Option<Record>, StoreError> {
        self.read()?.record(kind, id)
    }

    fn record_by_handle(&self, kind: RecordKind, handle: &[u8]) -> Result<Option<Record>, StoreError> {
        self.read()?.record_by_handle(kind, handle)
    }

    fn records(
        &self,
        kind: RecordKind,
        of: RecordsOf,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        self.read()?.records(kind, of, after, limit)
    }

    fn answered(&self, key: &OnceKey) -> Result<Option<Answered>, StoreError> {
        self.read()?.answered(key)
    }

    fn data_keys(&self) -> Result<WrappedKeys, StoreError> {
        self.read()?.data_keys()
    }

    fn history(&self, query: &HistoryQuery) -> Result<HistoryPage, StoreError> {
        self.read()?.history(query)
    }

    fn entries(&self, log: LogId, from: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        self.read()?.entries(log, from, limit)
    }

    fn journal_snapshot(&self) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        self.read()?.journal_snapshot()
    }

    fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalRecord>, StoreError> {
        self.read()?.journal(from, limit)
    }

    fn stats(&self) -> Result<StoreStats, StoreError> {
        self.read()?.stats()
    }
}
