//! After a failure or a stall: everything that turned up and had been answered *not done* is
//! closed as *not executed*, everything else that is open as *unknown*; then calls are taken.

use super::worker::Worker;
use claviger_core::entry::{Actor, Entry, EntryDraft, Outcome};
use claviger_core::reason::Reason;
use claviger_core::store::{CommitError, Item, OpenClaim, StoreError};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::atomic::Ordering::Relaxed;

/// Entries read at once.
const READ: usize = 1024;

impl Worker {
    /// The commit failed: everybody in it and behind it is told *not done*; the store is read
    /// again before it serves.
    pub(super) fn fail(&mut self, error: &CommitError, before: u64) {
        tracing::error!(%error, "a commit failed; calls are refused until the store has been read again");
        self.break_lane();
        if self.retry("the store could not be reopened", |worker| worker.lane.reopen()) {
            self.resume(before..self.lane.head().next_sequence);
        }
    }

    /// The watchdog had answered a group *not done* whose commit then came back.
    pub(super) fn recover_from_stall(&mut self, group: Range<u64>) {
        tracing::warn!("a stalled commit came back; what it held is closed as not executed");
        self.break_lane();
        self.resume(group);
    }

    fn break_lane(&self) {
        self.options.stats.commit_failures.fetch_add(1, Relaxed);
        let mut state = self.shared.state.lock();
        state.broken = true;
        self.shared.generation.fetch_add(1, Relaxed);
        // Dropping the tickets answers their callers; under the lock, as in the watchdog.
        state.in_flight = None;
        state.queue.clear();
    }

    fn resume(&mut self, turned_up: Range<u64>) {
        let mut closed_to = turned_up.start;
        let closed = self.retry("what turned up could not be closed", |worker| {
            worker.close_turned_up(&mut closed_to, turned_up.end)?;
            worker.close_open_claims()
        });
        if closed {
            self.publish_head();
            self.shared.state.lock().broken = false;
            tracing::info!("the store was read again; calls are taken");
        }
    }

    /// Closes the accepted claims of the group as *not executed*, reads included.
    fn close_turned_up(&mut self, from: &mut u64, end: u64) -> Result<(), RecoverError> {
        // An attempt whose commit was lost, too, may have closed some of them.
        let closed = if *from < end { self.closed_since(end)? } else { HashSet::new() };
        while *from < end {
            let log = self.lane.head().log;
            let entries = self.options.store.entries(log, *from, READ)?;
            let read_to = entries.last().map_or(end, |entry| entry.place.sequence + 1);
            let accepted = entries.iter().filter(|entry| was_accepted(entry) && entry.place.sequence < end);
            let still_open = accepted.filter(|entry| !closed.contains(&entry.place.sequence));
            let items: Vec<Item> =
                still_open.map(|entry| not_executed(&entry.draft, entry.place.sequence)).collect();
            if !items.is_empty() {
                self.lane.commit(&items, self.options.clock.now())?;
            }
            *from = read_to;
        }
        Ok(())
    }

    /// The claims closed by entries from sequence `from` on.
    fn closed_since(&self, mut from: u64) -> Result<HashSet<u64>, RecoverError> {
        let head = self.lane.head();
        let mut closed = HashSet::new();
        while from < head.next_sequence {
            let entries = self.options.store.entries(head.log, from, READ)?;
            let Some(last) = entries.last() else { break };
            from = last.place.sequence + 1;
            closed.extend(entries.iter().filter_map(|entry| entry.draft.closes_claim()));
        }
        Ok(closed)
    }

    /// Closes every claim that is still open as *unknown*: its process died, or its outcome was
    /// lost in the failure.
    pub(super) fn close_open_claims(&mut self) -> Result<(), RecoverError> {
        self.shared.open.reset();
        let close = |claim: OpenClaim| {
            let draft =
                claim.draft.outcome_of(claim.sequence, Outcome::Unknown, Reason::OutcomeUnknown, None);
            Item::Outcome { draft, journal: Vec::new() }
        };
        let items: Vec<Item> = self.lane.open_claims().into_iter().map(close).collect();
        for group in items.chunks(self.options.limits.group_items.max(1)) {
            self.lane.commit(group, self.options.clock.now())?;
        }
        Ok(())
    }

    /// Tries until it succeeds, reopening the store between tries; false if the lane is closing.
    fn retry<E: std::fmt::Display>(
        &mut self,
        what: &str,
        mut step: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> bool {
        while let Err(error) = step(self) {
            tracing::error!(%error, what, "the store could not be read again; trying again");
            if self.shared.state.lock().closing {
                return false;
            }
            self.pause();
            if let Err(error) = self.lane.reopen() {
                tracing::error!(%error, "the store could not be reopened; trying again");
            }
        }
        true
    }
}

/// Closing what is open failed.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// The commit failed.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// Reading failed.
    #[error(transparent)]
    Read(#[from] StoreError),
}

fn was_accepted(entry: &Entry) -> bool {
    entry.draft.outcome == Outcome::Allowed && matches!(entry.draft.actor, Actor::Key(_))
}

fn not_executed(draft: &EntryDraft, sequence: u64) -> Item {
    let draft = draft.outcome_of(sequence, Outcome::NotExecuted, Reason::NotExecuted, None);
    Item::Outcome { draft, journal: Vec::new() }
}
