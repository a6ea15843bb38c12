//! Everything that is stored.

use super::ordered::Ordered;
use claviger_audit::encode;
use claviger_core::account::AccountRecord;
use claviger_core::credential::ApiKey;
use claviger_core::entry::{Entry, EntryDraft, Place};
use claviger_core::id::{AccountId, KeyId, LogId, TokenId};
use claviger_core::nonce::NonceState;
use claviger_core::store::{Answered, KeyRow, OnceKey, Record, RecordKind, WrappedKeys};
use claviger_core::time::Timestamp;
use claviger_core::token::TokenRecord;
use std::collections::{BTreeMap, VecDeque};

#[derive(Clone, Default)]
pub(super) struct Image {
    pub(super) accounts: Ordered<AccountId, AccountRecord>,
    pub(super) keys: Ordered<KeyId, Key>,
    pub(super) by_api_key: BTreeMap<ApiKey, KeyId>,
    pub(super) tokens: Ordered<TokenId, TokenRecord>,
    pub(super) records: Ordered<(RecordKind, u64), Record>,
    pub(super) data_keys: WrappedKeys,
    /// By age.
    pub(super) answers: BTreeMap<u64, (OnceKey, Answered)>,
    pub(super) logs: BTreeMap<LogId, Log>,
    pub(super) journal: Journal,
}

/// A key and what was burnt of it.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) row: KeyRow,
    pub(super) nonces: NonceState,
    /// The latest time step burnt.
    pub(super) otp_step: Option<u64>,
}

/// One lane's log.
#[derive(Clone, Default)]
pub(super) struct Log {
    pub(super) epoch: u32,
    /// Sequence of the first entry still kept.
    pub(super) oldest: u64,
    /// The canonical bytes of the entries kept, in order.
    pub(super) entries: VecDeque<Box<[u8]>>,
    /// Bytes of the entries kept.
    pub(super) bytes: u64,
    pub(super) latest: Timestamp,
    /// The claims without an outcome, by sequence. Kept beside the entries, which retention may
    /// drop.
    pub(super) open: BTreeMap<u64, EntryDraft>,
}

impl Log {
    pub(super) fn next_sequence(&self) -> u64 {
        self.oldest + self.entries.len() as u64
    }

    /// Appends an entry at the latest time; opens or closes the claim it speaks of.
    pub(super) fn append(&mut self, log: LogId, draft: EntryDraft) -> Place {
        let place = Place { log, epoch: self.epoch, sequence: self.next_sequence(), time: self.latest };
        if let Some(claim) = draft.closes_claim() {
            self.open.remove(&claim);
        }
        if draft.opens() {
            self.open.insert(place.sequence, draft.clone());
        }
        let mut bytes = Vec::new();
        encode(&Entry { place, draft }, &mut bytes);
        self.bytes += bytes.len() as u64;
        self.entries.push_back(bytes.into());
        place
    }

    /// Drops the oldest entry.
    pub(super) fn drop_oldest(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.oldest += 1;
            self.bytes -= entry.len() as u64;
        }
    }

    /// The entry at a sequence, if it is kept.
    pub(super) fn at(&self, sequence: u64) -> Option<&[u8]> {
        let at = usize::try_from(sequence.checked_sub(self.oldest)?).ok()?;
        self.entries.get(at).map(AsRef::as_ref)
    }
}

/// What the upstream journals.
#[derive(Clone, Default)]
pub(super) struct Journal {
    pub(super) snapshot: Option<(u64, Vec<u8>)>,
    pub(super) records: BTreeMap<u64, Vec<u8>>,
    pub(super) next: u64,
}

impl Journal {
    pub(super) fn append(&mut self, bytes: Vec<u8>) {
        self.records.insert(self.next, bytes);
        self.next += 1;
    }

    pub(super) fn replace(&mut self, below: u64, bytes: Vec<u8>) {
        self.records = self.records.split_off(&below);
        self.snapshot = Some((below, bytes));
    }
}
