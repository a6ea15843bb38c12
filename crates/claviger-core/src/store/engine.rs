//! The two traits an engine implements. Both block; callers run them on threads of their own.

use super::change::KeyRow;
use super::history::{HistoryPage, HistoryQuery};
use super::item::{Item, Settled};
use super::once::{Answered, OnceKey};
use super::record::{Record, RecordKind, RecordsOf};
use crate::account::AccountRecord;
use crate::action::Action;
use crate::credential::ApiKey;
use crate::entry::{Entry, EntryDraft, Outcome};
use crate::id::{AccountId, KeyId, LogId, TokenId, UserId};
use crate::key::KeyState;
use crate::nonce::NonceState;
use crate::time::Timestamp;
use crate::token::{TokenDigest, TokenRecord};

/// A read failed, or a lane could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store does not answer, or the disk fails.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// What is stored is not what was written.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// Made by a newer release, or not by this one at all.
    #[error("the store is not one this release can serve: {0}")]
    Foreign(String),
    /// Another process has it.
    #[error("another process serves this data directory")]
    InUse,
}

/// A commit did not answer `Ok`. The lane must be reopened in every case.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Certainly nothing was written.
    #[error("nothing was committed: {0}")]
    NotCommitted(String),
    /// It may be there or not, wholly.
    #[error("the result of the commit is unknown: {0}")]
    Unknown(String),
    /// Somebody else owns the lane now.
    #[error("this lane was taken over by another process")]
    Fenced,
}

/// Where a lane stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneHead {
    /// Its log.
    pub log: LogId,
    /// The epoch of its owner.
    pub epoch: u32,
    /// The sequence the next entry will get.
    pub next_sequence: u64,
    /// The latest time committed.
    pub latest: Timestamp,
    /// The number the next journal record will get.
    pub next_journal: u64,
}

/// A mutating claim without an outcome entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenClaim {
    /// Its sequence.
    pub sequence: u64,
    /// Its entry.
    pub draft: EntryDraft,
}

/// How much of the log is kept. Whatever is dropped leaves a [`crate::action::Action::RetentionDrop`]
/// entry in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Entries older than this may be dropped; `None` keeps all.
    pub max_age_secs: Option<i64>,
    /// The oldest entries are dropped when the store takes more bytes than this; `None` for no quota.
    pub max_bytes: Option<u64>,
}

/// What a round of upkeep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Upkeep {
    /// Entries dropped by retention.
    pub dropped_entries: u64,
    /// Whether there is more to do at once.
    pub more: bool,
}

/// A journal record of the upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRecord {
    /// Its number, dense.
    pub number: u64,
    /// What the upstream wrote.
    pub bytes: Vec<u8>,
}

/// Which entries a follower wants to see, told by what can be read of one without reading all of it.
pub type Wanted = fn(Action, Outcome) -> bool;

/// What a follower of a log was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The wanted entries, oldest first.
    pub entries: Vec<Entry>,
    /// Where to go on: no wanted entry below it was left out, but for those retention has dropped.
    pub next: u64,
    /// The sequence of the oldest entry still kept at or above where it was begun; equal to it unless retention overtook.
    pub oldest: u64,
}

/// The wrapped data keys of a store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WrappedKeys {
    /// Rises with every replacement; 0 on a store that has none.
    pub generation: u64,
    /// Opaque wrapped keys by id.
    pub keys: Vec<(u32, Vec<u8>)>,
}

/// Which keys are listed; filters are and-ed.
#[derive(Debug, Clone, Default)]
pub struct KeyFilter {
    /// In one of these states; empty means all.
    pub states: Vec<KeyState>,
    /// With this exact holder.
    pub holder: Option<String>,
    /// With this exact application tag.
    pub application: Option<String>,
    /// Belonging to this person.
    pub member: Option<UserId>,
    /// Being replaced, and not revoked.
    pub retiring: bool,
    /// With this text in name, holder, application or description, in any case.
    pub text: Option<String>,
}

/// Counts for metrics and `doctor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StoreStats {
    /// Keys on record, revoked ones included.
    pub keys: u64,
    /// Bytes the store takes on disk.
    pub bytes: u64,
    /// The oldest sequence still kept.
    pub oldest_sequence: u64,
    /// The sequence the next entry will get.
    pub next_sequence: u64,
    /// Requests remembered by their idempotency keys.
    pub answers: u64,
}

/// The reading half of a store, shared by all threads; opens lanes.
pub trait Store: Send + Sync {
    /// Takes lane `log` over, raising its epoch. Everything needed to commit is read before it
    /// returns.
    ///
    /// # Errors
    /// [`StoreError`].
    fn open_lane(&self, log: LogId) -> Result<Box<dyn Lane>, StoreError>;

    /// The key with this public half.
    ///
    /// # Errors
    /// [`StoreError`].
    fn key_by_api_key(&self, api_key: &ApiKey) -> Result<Option<KeyRow>, StoreError>;

    /// The key with this id.
    ///
    /// # Errors
    /// [`StoreError`].
    fn key(&self, id: KeyId) -> Result<Option<KeyRow>, StoreError>;

    /// The account's keys in the order of their creation, after `after`, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn keys(
        &self,
        account: AccountId,
        filter: &KeyFilter,
        after: Option<KeyId>,
        limit: usize,
    ) -> Result<Vec<KeyRow>, StoreError>;

    /// What is remembered of the key's nonces (a recent value: the lane may be ahead).
    ///
    /// # Errors
    /// [`StoreError`].
    fn nonces(&self, id: KeyId) -> Result<Option<NonceState>, StoreError>;

    /// The token with this digest.
    ///
    /// # Errors
    /// [`StoreError`].
    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>, StoreError>;

    /// The token with this id.
    ///
    /// # Errors
    /// [`StoreError`].
    fn token(&self, id: TokenId) -> Result<Option<TokenRecord>, StoreError>;

    /// The account's tokens in the order of their creation, after `after`, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn tokens(
        &self,
        account: AccountId,
        after: Option<TokenId>,
        limit: usize,
    ) -> Result<Vec<TokenRecord>, StoreError>;

    /// An account.
    ///
    /// # Errors
    /// [`StoreError`].
    fn account(&self, id: AccountId) -> Result<Option<AccountRecord>, StoreError>;

    /// All accounts in the order of their creation, after `after`, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn accounts(&self, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountRecord>, StoreError>;

    /// The record of this kind with this id; it may be live no longer.
    ///
    /// # Errors
    /// [`StoreError`].
    fn record(&self, kind: RecordKind, id: u64) -> Result<Option<Record>, StoreError>;

    /// The record of this kind with this handle; it may be live no longer.
    ///
    /// # Errors
    /// [`StoreError`].
    fn record_by_handle(&self, kind: RecordKind, handle: &[u8]) -> Result<Option<Record>, StoreError>;

    /// Records of this kind in the order of their creation, after the one with the id `after` (none,
    /// if that is not there), at most `limit`; some may be live no longer.
    ///
    /// # Errors
    /// [`StoreError`].
    fn records(
        &self,
        kind: RecordKind,
        of: RecordsOf,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError>;

    /// The request with this idempotency key, if it took effect and is still on record; it may
    /// stand no longer ([`Answered::stands`]).
    ///
    /// # Errors
    /// [`StoreError`].
    fn answered(&self, key: &OnceKey) -> Result<Option<Answered>, StoreError>;

    /// The wrapped data keys (generation 0 and none on a new store).
    ///
    /// # Errors
    /// [`StoreError`].
    fn data_keys(&self) -> Result<WrappedKeys, StoreError>;

    /// A page of the log, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn history(&self, query: &HistoryQuery) -> Result<HistoryPage, StoreError>;

    /// Entries of one log in order, from `from` on, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn entries(&self, log: LogId, from: u64, limit: usize) -> Result<Vec<Entry>, StoreError>;

    /// The wanted ones among at most `scan` entries of one log from `from` on, in order. An engine that can tell which are
    /// wanted without reading the rest does.
    ///
    /// # Errors
    /// [`StoreError`].
    fn follow(&self, log: LogId, from: u64, wanted: Wanted, scan: usize) -> Result<Followed, StoreError> {
        let mut entries = self.entries(log, from, scan)?;
        let oldest = entries.first().map_or(from, |entry| entry.place.sequence);
        let next = entries.last().map_or(from, |entry| entry.place.sequence + 1);
        entries.retain(|entry| wanted(entry.draft.action, entry.draft.outcome));
        Ok(Followed { entries, next, oldest })
    }

    /// The latest upstream snapshot, with the number of the first record that is not in it.
    ///
    /// # Errors
    /// [`StoreError`].
    fn journal_snapshot(&self) -> Result<Option<(u64, Vec<u8>)>, StoreError>;

    /// Journal records from number `from` on, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalRecord>, StoreError>;

    /// Counts.
    ///
    /// # Errors
    /// [`StoreError`].
    fn stats(&self) -> Result<StoreStats, StoreError>;
}

/// The writing half: one log. See the module's page for the contract of each.
pub trait Lane: Send {
    /// Where it stands.
    fn head(&self) -> LaneHead;

    /// Settles a group in one durable transaction; one [`Settled`] per item, in order.
    ///
    /// # Errors
    /// [`CommitError`]; the lane must then be reopened.
    fn commit(&mut self, items: &[Item], now: Timestamp) -> Result<Vec<Settled>, CommitError>;

    /// Closes everything and reads it again from the disk; `head` is then the truth.
    ///
    /// # Errors
    /// [`StoreError`]: try again later.
    fn reopen(&mut self) -> Result<(), StoreError>;

    /// The claims that are open: at start, those whose process died.
    fn open_claims(&self) -> Vec<OpenClaim>;

    /// Work behind the calls: checkpoints, index, retention. Bounded to a few tens of
    /// milliseconds; called when the lane is idle and at least every few seconds.
    ///
    /// # Errors
    /// [`CommitError`]; the lane must then be reopened.
    fn maintain(&mut self, now: Timestamp, retention: &Retention) -> Result<Upkeep, CommitError>;
}
