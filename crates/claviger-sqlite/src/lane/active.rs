//! Everything an open lane holds.

use super::group::Buffers;
use super::hot::Hot;
use crate::checkpoint::{Checkpointer, OpenClaims};
use crate::error::{Fault, Result};
use crate::read::{accounts, one};
use crate::row::Cells;
use crate::schema::Migration;
use claviger_core::entry::Entry;
use claviger_core::id::{AccountId, KeyId};
use claviger_core::store::{CommitError, LaneHead};
use rusqlite::Connection;
use std::collections::HashMap;

/// Most accounts whose slot is remembered.
const MAX_ACCOUNTS: usize = 16_384;

/// An open lane.
pub(crate) struct Active {
    pub(super) conn: Connection,
    pub(super) head: LaneHead,
    pub(super) hot: Hot,
    pub(super) open: OpenClaims,
    pub(super) accounts: HashMap<AccountId, u32>,
    pub(super) buffers: Buffers,
    pub(super) wal: Checkpointer,
    /// What a start replays from.
    pub(super) replay_from: u64,
    /// What it will be when the running checkpoint is written.
    pub(super) checkpoint: Option<u64>,
    /// The newest entry about dropped entries.
    pub(super) last_drop: Option<u64>,
    /// A migration the log does not tell of yet.
    pub(super) untold: Option<Migration>,
    /// The page cache is large for a bulk load.
    pub(super) bulk: bool,
    /// Upkeep after a commit that stood went wrong.
    pub(super) broken: Option<CommitError>,
    /// A commit that was answered before it was made.
    #[cfg(feature = "fault-answer-before-sync")]
    pub(super) uncommitted: bool,
}

impl Active {
    /// Whether it can be worked with.
    pub(super) fn healthy(&mut self) -> Result<(), CommitError> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        match self.wal.failure() {
            None => Ok(()),
            Some(why) => Err(CommitError::NotCommitted(format!("a checkpoint failed: {why}"))),
        }
    }

    /// Begins the transaction of a commit.
    pub(super) fn begin(&mut self) -> Result<(), CommitError> {
        #[cfg(feature = "fault-answer-before-sync")]
        self.commit_at_last()?;
        let begun = self.conn.prepare_cached("BEGIN IMMEDIATE").and_then(|mut begin| begin.execute([]));
        begun.map(|_| ()).map_err(|error| Fault::from(error).not_committed())
    }

    /// Makes a group durable. From here on nobody knows, until it is answered, whether it stands.
    pub(super) fn end(&mut self) -> Result<(), CommitError> {
        #[cfg(feature = "fault-answer-before-sync")]
        {
            self.uncommitted = true;
            Ok(())
        }
        #[cfg(not(feature = "fault-answer-before-sync"))]
        self.commit_now()
    }

    fn commit_now(&self) -> Result<(), CommitError> {
        let done = self.conn.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
        done.map(|_| ()).map_err(|error| CommitError::Unknown(error.to_string()))
    }

    #[cfg(feature = "fault-answer-before-sync")]
    pub(super) fn commit_at_last(&mut self) -> Result<(), CommitError> {
        if std::mem::take(&mut self.uncommitted) { self.commit_now() } else { Ok(()) }
    }

    /// Ends a transaction that is not to stand. Without a commit frame nothing of it does, so a
    /// rollback that fails changes nothing.
    pub(super) fn roll_back(&self) {
        let _ = self.conn.prepare_cached("ROLLBACK").and_then(|mut rollback| rollback.execute([]));
    }

    /// Whether the lane still belongs to this owner. Commits ask by compare-and-set; upkeep asks
    /// here, or a lane that was taken over could write old nonces over new ones.
    fn own(&self) -> Result<()> {
        let sql = "SELECT epoch FROM lanes WHERE log = ?1";
        let epoch = one(&self.conn, sql, [self.head.log.0], |row| Cells::new("lanes", row).narrow("epoch"));
        if epoch? == Some(self.head.epoch) { Ok(()) } else { Err(Fault::Fenced) }
    }

    /// Runs `work` in a transaction of its own.
    pub(super) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T, CommitError> {
        self.begin()?;
        match self.own().and_then(|()| work(self)) {
            Ok(value) => self.commit_now().map(|()| value),
            Err(fault) => {
                self.roll_back();
                Err(fault.not_committed())
            }
        }
    }

    pub(super) fn key_slot(&mut self, key: Option<KeyId>) -> Result<Option<u32>> {
        key.map_or(Ok(None), |key| self.hot.slot(&self.conn, key))
    }

    pub(super) fn account_slot(&mut self, account: AccountId) -> Result<Option<u32>> {
        if let Some(slot) = self.accounts.get(&account) {
            return Ok(Some(*slot));
        }
        let slot = accounts::slot(&self.conn, account)?;
        if let Some(slot) = slot {
            if self.accounts.len() >= MAX_ACCOUNTS {
                self.accounts.clear();
            }
            self.accounts.insert(account, slot);
        }
        Ok(slot)
    }

    /// Remembers an entry that opens a claim.
    pub(super) fn opened(&mut self, entry: &Entry) {
        if entry.draft.opens() {
            self.open.insert(entry.place.sequence, entry.draft.clone());
        }
    }
}
