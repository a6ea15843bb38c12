//! The reading half.

use super::MemoryStore;
use super::history::page;
use super::image::{Image, Log};
use claviger_core::account::AccountRecord;
use claviger_core::credential::ApiKey;
use claviger_core::entry::Entry;
use claviger_core::id::{AccountId, KeyId, LogId, TokenId};
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::nonce::NonceState;
use claviger_core::store::{
    Answered, HistoryPage, HistoryQuery, JournalRecord, KeyFilter, KeyRow, Lane, OnceKey, Record, RecordKind,
    RecordsOf, Store, StoreError, StoreStats, WrappedKeys,
};
use claviger_core::token::{TokenDigest, TokenRecord};

impl Store for MemoryStore {
    fn open_lane(&self, log: LogId) -> Result<Box<dyn Lane>, StoreError> {
        Ok(Box::new(self.take_lane(log)?))
    }

    fn key_by_api_key(&self, api_key: &ApiKey) -> Result<Option<KeyRow>, StoreError> {
        self.read(|image| {
            let id = image.by_api_key.get(api_key)?;
            image.keys.get(*id).map(|key| key.row.clone())
        })
    }

    fn key(&self, id: KeyId) -> Result<Option<KeyRow>, StoreError> {
        self.read(|image| image.keys.get(id).map(|key| key.row.clone()))
    }

    fn keys(
        &self,
        account: AccountId,
        filter: &KeyFilter,
        after: Option<KeyId>,
        limit: usize,
    ) -> Result<Vec<KeyRow>, StoreError> {
        self.read(|image| {
            let rows = image.keys.after(after).map(|key| &key.row);
            let meant = |row: &&KeyRow| row.record.account == account && is_meant(&row.record, filter);
            rows.filter(meant).take(limit).cloned().collect()
        })
    }

    fn nonces(&self, id: KeyId) -> Result<Option<NonceState>, StoreError> {
        self.read(|image| image.keys.get(id).map(|key| key.nonces.clone()))
    }

    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>, StoreError> {
        self.read(|image| image.tokens.iter().find(|token| token.digest.same(digest)).cloned())
    }

    fn token(&self, id: TokenId) -> Result<Option<TokenRecord>, StoreError> {
        self.read(|image| image.tokens.get(id).cloned())
    }

    fn tokens(
        &self,
        account: AccountId,
        after: Option<TokenId>,
        limit: usize,
    ) -> Result<Vec<TokenRecord>, StoreError> {
        self.read(|image| {
            let own = image.tokens.after(after).filter(|token| token.account == account);
            own.take(limit).cloned().collect()
        })
    }

    fn account(&self, id: AccountId) -> Result<Option<AccountRecord>, StoreError> {
        self.read(|image| image.accounts.get(id).cloned())
    }

    fn accounts(&self, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountRecord>, StoreError> {
        self.read(|image| image.accounts.after(after).take(limit).cloned().collect())
    }

    fn record(&self, kind: RecordKind, id: u64) -> Result<Option<Record>, StoreError> {
        self.read(|image| image.records.get((kind, id)).cloned())
    }

    fn record_by_handle(&self, kind: RecordKind, handle: &[u8]) -> Result<Option<Record>, StoreError> {
        let meant = |record: &&Record| record.kind == kind && record.handle.as_deref() == Some(handle);
        self.read(|image| image.records.iter().find(meant).cloned())
    }

    fn records(
        &self,
        kind: RecordKind,
        of: RecordsOf,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let meant = |record: &&Record| record.kind == kind && is_of(record, of);
        self.read(|image| match after.map(|id| (kind, id)) {
            Some(after) if !image.records.contains(after) => Vec::new(),
            after => image.records.after(after).filter(meant).take(limit).cloned().collect(),
        })
    }

    fn answered(&self, key: &OnceKey) -> Result<Option<Answered>, StoreError> {
        self.read(|image| {
            image.answers.values().find(|(known, _)| known == key).map(|(_, answered)| answered.clone())
        })
    }

    fn data_keys(&self) -> Result<WrappedKeys, StoreError> {
        self.read(|image| image.data_keys.clone())
    }

    fn history(&self, query: &HistoryQuery) -> Result<HistoryPage, StoreError> {
        self.read(|image| page(image, query))?
    }

    fn entries(&self, log: LogId, from: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        self.read(|image| {
            let Some(log) = image.logs.get(&log) else { return Ok(Vec::new()) };
            let kept = from.max(log.oldest)..log.next_sequence();
            kept.take(limit).filter_map(|sequence| log.at(sequence)).map(decoded).collect()
        })?
    }

    fn journal_snapshot(&self) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        self.read(|image| image.journal.snapshot.clone())
    }

    fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalRecord>, StoreError> {
        self.read(|image| {
            let records = image.journal.records.range(from..).take(limit);
            records.map(|(number, bytes)| JournalRecord { number: *number, bytes: bytes.clone() }).collect()
        })
    }

    fn stats(&self) -> Result<StoreStats, StoreError> {
        self.read(stats)
    }
}

/// The entry these stored bytes are.
pub(super) fn decoded(bytes: &[u8]) -> Result<Entry, StoreError> {
    claviger_audit::decode(bytes).map_err(|error| StoreError::Corrupt(error.to_string()))
}

fn is_of(record: &Record, of: RecordsOf) -> bool {
    match of {
        RecordsOf::Account(account) => record.account == Some(account),
        RecordsOf::Owner(owner) => record.owner == owner,
        RecordsOf::Kind => true,
    }
}

fn is_meant(record: &KeyRecord, filter: &KeyFilter) -> bool {
    let holds = |text: &str, part: &str| text.to_lowercase().contains(part);
    let texts = [
        record.name.as_str(),
        record.holder.as_str(),
        record.application.as_str(),
        record.description.as_str(),
    ];
    (filter.states.is_empty() || filter.states.contains(&record.state))
        && filter.holder.as_ref().is_none_or(|holder| record.holder.as_str() == holder)
        && filter.application.as_ref().is_none_or(|tag| record.application.as_str() == tag)
        && filter.member.is_none_or(|member| record.member == Some(member))
        && (!filter.retiring || (record.retires_at.is_some() && record.state != KeyState::Revoked))
        && filter.text.as_ref().is_none_or(|part| {
            let part = part.to_lowercase();
            texts.iter().any(|text| holds(text, &part))
        })
}

/// Counts; sequences are those of the first log.
fn stats(image: &Image) -> StoreStats {
    let empty = Log::default();
    let first = image.logs.values().next().unwrap_or(&empty);
    let journal: u64 = image.journal.records.values().map(|record| record.len() as u64).sum();
    StoreStats {
        keys: image.keys.len() as u64,
        bytes: image.logs.values().map(|log| log.bytes).sum::<u64>() + journal,
        oldest_sequence: first.oldest,
        next_sequence: first.next_sequence(),
        answers: image.answers.len() as u64,
    }
}
