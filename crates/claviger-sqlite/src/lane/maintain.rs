//! Work behind the calls, a bounded piece at a time, each piece in a transaction of its own.

use super::active::Active;
use crate::checkpoint::save_claims;
use crate::error::Fault;
use crate::index::write_segment;
use crate::options::{
    ANSWERS_PER_ROUND, CHECKPOINT_EVERY, JOURNAL_PER_ROUND, PAGES_PER_ROUND, RECORDS_PER_ROUND, SEGMENT_SPAN,
    SET_BYTES_PER_ROUND,
};
use crate::read::{number, one};
use crate::row::Cells;
use crate::shared::Shared;
use claviger_core::store::{CommitError, Retention, Upkeep};
use claviger_core::time::Timestamp;

/// A table whose rows count as gone from an instant on.
struct Expiring {
    due: &'static str,
    delete: &'static str,
    per_round: u64,
}

/// Records of requests that stand no longer.
const ANSWERS: Expiring = Expiring {
    due: "SELECT EXISTS (SELECT 1 FROM answers WHERE expires_at <= ?1)",
    delete: "DELETE FROM answers WHERE number IN (
                 SELECT number FROM answers WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)",
    per_round: ANSWERS_PER_ROUND,
};

/// Records that are live no longer.
const RECORDS: Expiring = Expiring {
    due: "SELECT EXISTS (SELECT 1 FROM records WHERE expires_at <= ?1)",
    delete: "DELETE FROM records WHERE slot IN (
                 SELECT slot FROM records WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)",
    per_round: RECORDS_PER_ROUND,
};

impl Active {
    pub(super) fn maintain(
        &mut self,
        now: Timestamp,
        retention: &Retention,
        shared: &Shared,
    ) -> Result<Upkeep, CommitError> {
        #[cfg(feature = "fault-answer-before-sync")]
        self.commit_at_last()?;
        self.tell_of_migration(now, shared)?;
        let mut more = false;
        if self.checkpoint.is_some() || self.head.next_sequence - self.replay_from >= CHECKPOINT_EVERY {
            more |= self.checkpoint_round()?;
        }
        if shared.tail_len() >= SEGMENT_SPAN {
            more |= self.flush_tail(shared)?;
        }
        more |= self.trim_journal()?;
        more |= self.forget(&ANSWERS, now)?;
        more |= self.forget(&RECORDS, now)?;
        let (dropped_entries, left) = self.retain(now, retention, shared)?;
        self.hot.evict();
        self.wal.after_commit(&self.conn, true).map_err(Fault::not_committed)?;
        Ok(Upkeep { dropped_entries, more: more || left })
    }

    /// Writes a piece of the nonce checkpoint, beginning one if none is running; says whether
    /// there is more.
    pub(super) fn checkpoint_round(&mut self) -> Result<bool, CommitError> {
        let position = match self.checkpoint {
            Some(position) => position,
            None => {
                self.hot.begin_checkpoint();
                *self.checkpoint.insert(self.head.next_sequence)
            }
        };
        let done = self.transaction(|lane| {
            let done = lane.hot.write_pending(&lane.conn, PAGES_PER_ROUND, SET_BYTES_PER_ROUND)?;
            if done {
                save_claims(&lane.conn, lane.head.log, &lane.open)?;
                let sql = "UPDATE meta SET replay_from = ?1";
                lane.conn.prepare_cached(sql)?.execute([position.cast_signed()])?;
            }
            Ok(done)
        })?;
        if done {
            self.replay_from = position;
            self.checkpoint = None;
        }
        Ok(!done)
    }

    /// Moves the oldest part of the tail into a segment; says whether there is another one.
    pub(super) fn flush_tail(&mut self, shared: &Shared) -> Result<bool, CommitError> {
        let end = self.transaction(|lane| {
            shared.read_tail(|tail| {
                let end = (tail.range().start + SEGMENT_SPAN).min(tail.range().end);
                write_segment(&lane.conn, tail, end).map(|()| end)
            })
        })?;
        // From here on readers find them in the segment.
        shared.with_tail_mut(self.head.epoch, |tail| tail.forget_below(end));
        Ok(shared.tail_len() >= SEGMENT_SPAN)
    }

    /// Removes rows that count as gone; says whether there may be more.
    fn forget(&mut self, expiring: &Expiring, now: Timestamp) -> Result<bool, CommitError> {
        let time = now.max(self.head.latest).micros();
        let due = one(&self.conn, expiring.due, [time], |row| Cells::new("expiring", row).int("due"));
        if due.map_err(Fault::not_committed)? != Some(1) {
            return Ok(false);
        }
        let most = expiring.per_round;
        self.transaction(|lane| {
            let gone = lane.conn.prepare_cached(expiring.delete)?.execute([time, most.cast_signed()])?;
            Ok(gone as u64 == most)
        })
    }

    /// Removes journal records that the snapshot stands for.
    fn trim_journal(&mut self) -> Result<bool, CommitError> {
        let range = "SELECT coalesce((SELECT below FROM journal_snapshot)
                         - (SELECT number FROM journal ORDER BY number LIMIT 1), 0)";
        let removable = number(&self.conn, range).map_err(Fault::not_committed)?.max(0).cast_unsigned();
        if removable == 0 {
            return Ok(false);
        }
        self.transaction(|lane| {
            let sql = "DELETE FROM journal WHERE number < min(
                           (SELECT below FROM journal_snapshot),
                           (SELECT number FROM journal ORDER BY number LIMIT 1) + ?1)";
            lane.conn.prepare_cached(sql)?.execute([JOURNAL_PER_ROUND.cast_signed()])?;
            Ok(removable > JOURNAL_PER_ROUND)
        })
    }
}
