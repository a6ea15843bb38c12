//! Old entries are dropped, by age and by quota: whole groups, oldest first, a bounded number at a
//! time, with an entry in their place that says how many they were, in the same transaction.
//!
//! Nothing is dropped that a start would have to replay, nor a claim that is open, nor anything
//! after it.

use super::active::Active;
use super::group::Group;
use crate::error::{Fault, Result};
use crate::options::GROUPS_PER_ROUND;
use crate::read::stats::{database_bytes, wal_bytes};
use crate::read::{one, some};
use crate::row::Cells;
use crate::shared::Shared;
use claviger_core::id::AccountId;
use claviger_core::store::{CommitError, Retention, retention_note};
use claviger_core::time::Timestamp;

/// A group, as retention sees it.
#[derive(Debug, Clone, Copy)]
struct Old {
    first: u64,
    count: u64,
    latest: i64,
    bytes: u64,
}

/// What may go.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Groups that ended before this instant.
    before: Option<i64>,
    /// This many bytes of groups.
    excess: u64,
}

impl Active {
    /// Drops what may be dropped; gives how many entries went and whether there are more.
    pub(super) fn retain(
        &mut self,
        now: Timestamp,
        retention: &Retention,
        shared: &Shared,
    ) -> Result<(u64, bool), CommitError> {
        let now = now.max(self.head.latest);
        let limits = self.limits(now, retention, shared).map_err(Fault::not_committed)?;
        if limits.before.is_none() && limits.excess == 0 {
            return Ok((0, false));
        }
        let oldest = self.oldest_groups(1).map_err(Fault::not_committed)?;
        let wanted = oldest.first().is_some_and(|old| limits.allow(old, 0));
        if !wanted {
            return Ok((0, false));
        }
        if self.head.next_sequence - self.replay_from > 0 && self.protected() == self.replay_from {
            // The checkpoint stands in the way: it is brought forward first.
            if self.checkpoint_round()? {
                return Ok((0, true));
            }
        }
        self.drop_groups(now, limits, shared)
    }

    /// The first sequence that must stay.
    fn protected(&self) -> u64 {
        let open = self.open.keys().next().copied().unwrap_or(u64::MAX);
        self.replay_from.min(open)
    }

    fn limits(&self, now: Timestamp, retention: &Retention, shared: &Shared) -> Result<Limits> {
        let before = retention.max_age_secs.map(|age| now.plus_secs(age.max(0).saturating_neg()).micros());
        let excess = match retention.max_bytes {
            None => 0,
            Some(most) => {
                // The write-ahead log is never let push out more than a quarter of the entries.
                let wal = wal_bytes(&shared.wal_path()).min(most / 4);
                database_bytes(&self.conn)?.saturating_add(wal).saturating_sub(most)
            }
        };
        Ok(Limits { before, excess })
    }

    fn oldest_groups(&self, limit: usize) -> Result<Vec<Old>> {
        let sql = "SELECT first_sequence, count, latest, length(entries) + length(slots) FROM groups
                   WHERE first_sequence < ?1 ORDER BY first_sequence";
        some(&self.conn, sql, [self.head.next_sequence.cast_signed()], limit, |row| {
            let mut cells = Cells::new("groups", row);
            Ok(Some(Old {
                first: cells.narrow("first_sequence")?,
                count: cells.narrow("count")?,
                latest: cells.int("latest")?,
                bytes: cells.narrow("entries")?,
            }))
        })
    }

    fn drop_groups(
        &mut self,
        now: Timestamp,
        limits: Limits,
        shared: &Shared,
    ) -> Result<(u64, bool), CommitError> {
        let protected = self.protected();
        let groups = self.oldest_groups(GROUPS_PER_ROUND).map_err(Fault::not_committed)?;
        let (mut end, mut freed, mut dropped, mut taken) = (0, 0, 0, 0);
        for old in &groups {
            if old.first + old.count > protected || !limits.allow(old, freed) {
                break;
            }
            end = old.first + old.count;
            freed += old.bytes;
            dropped += old.count;
            taken += 1;
        }
        // An entry about dropped entries is not replaced by another one just like it.
        let only_the_last_note = dropped == 1 && self.last_drop.is_some_and(|last| last + 1 == end);
        if dropped == 0 || only_the_last_note {
            return Ok((0, false));
        }
        self.drop_below(end, dropped, now, shared)?;
        Ok((dropped, taken == GROUPS_PER_ROUND))
    }

    fn drop_below(
        &mut self,
        end: u64,
        dropped: u64,
        now: Timestamp,
        shared: &Shared,
    ) -> Result<(), CommitError> {
        let mut buffers = std::mem::take(&mut self.buffers);
        let head = self.transaction(|lane| {
            lane.delete_below(end)?;
            let mut group = Group::new(lane.head, now, &mut buffers);
            let draft = retention_note(lane.first_account()?, dropped);
            let slots = lane.slots_of(&draft)?;
            group.append(&lane.conn, draft, slots)?;
            group.finish(&lane.conn)
        })?;
        self.last_drop = Some(self.head.next_sequence);
        self.publish(head, &buffers, shared);
        self.buffers = buffers;
        shared.with_tail_mut(self.head.epoch, |tail| tail.forget_below(end));
        Ok(())
    }

    fn delete_below(&self, end: u64) -> Result<()> {
        let end = end.cast_signed();
        for sql in [
            "DELETE FROM groups WHERE first_sequence < ?1",
            "DELETE FROM segment_chunks WHERE segment IN (SELECT segment FROM segments WHERE last_sequence < ?1)",
            "DELETE FROM segments WHERE last_sequence < ?1",
        ] {
            self.conn.prepare_cached(sql)?.execute([end])?;
        }
        Ok(())
    }

    pub(super) fn first_account(&self) -> Result<Option<AccountId>> {
        one(&self.conn, "SELECT id FROM accounts ORDER BY slot LIMIT 1", [], |row| {
            Cells::new("accounts", row).narrow("id").map(AccountId::from_u64)
        })
    }
}

impl Limits {
    /// Whether a group may go, when `freed` bytes are gone already.
    fn allow(&self, old: &Old, freed: u64) -> bool {
        self.before.is_some_and(|before| old.latest < before) || freed < self.excess
    }
}
