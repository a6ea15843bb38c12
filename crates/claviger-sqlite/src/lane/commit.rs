//! A group is settled: in order, in one transaction, durable before it is answered.

use super::active::Active;
use super::change::{derived, prolong};
use super::claim::settle;
use super::group::{Buffers, Group, Slots};
use crate::connect::set_cache;
use crate::error::{Fault, Result};
use crate::index::is_act;
use crate::options::{BULK_CACHE_KIB, BULK_ITEMS, CHECKPOINT_OVERDUE, MAX_TAIL};
use crate::shared::Shared;
use claviger_core::entry::{EntryDraft, Outcome, Place};
use claviger_core::reason::Denial;
use claviger_core::store::{Claim, CommitError, Item, LaneHead, Settled};
use claviger_core::time::Timestamp;

impl Active {
    pub(super) fn commit(
        &mut self,
        items: &[Item],
        now: Timestamp,
        shared: &Shared,
    ) -> Result<Vec<Settled>, CommitError> {
        self.tell_of_migration(now, shared)?;
        self.fit_cache(items.len() >= BULK_ITEMS, shared)?;
        let mut buffers = std::mem::take(&mut self.buffers);
        let result = self.write_group(items, now, &mut buffers);
        if let Ok((_, Some(head))) = &result {
            self.publish(*head, &buffers, shared);
            if cfg!(not(feature = "fault-answer-before-sync")) {
                self.tidy(items.len(), shared);
            }
        }
        self.buffers = buffers;
        result.map(|(settled, _)| settled)
    }

    /// A bulk load gets a large page cache, until the next commit that is none.
    fn fit_cache(&mut self, bulk: bool, shared: &Shared) -> Result<(), CommitError> {
        if bulk == self.bulk {
            return Ok(());
        }
        self.bulk = bulk;
        let kib = if bulk { BULK_CACHE_KIB } else { shared.options.writer_cache_kib };
        set_cache(&self.conn, kib).map_err(Fault::not_committed)
    }

    /// The settled items, and where the lane stands if anything was written.
    fn write_group(
        &mut self,
        items: &[Item],
        now: Timestamp,
        buffers: &mut Buffers,
    ) -> Result<(Vec<Settled>, Option<LaneHead>), CommitError> {
        self.begin()?;
        let mut group = Group::new(self.head, now, buffers);
        let settled: Result<Vec<_>> = items.iter().map(|item| self.settle(&mut group, item, now)).collect();
        let finished = settled.and_then(|settled| {
            let head = (!group.is_empty()).then(|| group.finish(&self.conn)).transpose()?;
            Ok((settled, head))
        });
        match finished {
            Ok((settled, Some(head))) => self.end().map(|()| (settled, Some(head))),
            Ok((settled, None)) => {
                self.roll_back();
                Ok((settled, None))
            }
            Err(fault) => {
                self.roll_back();
                Err(fault.not_committed())
            }
        }
    }

    fn settle(&mut self, group: &mut Group<'_>, item: &Item, now: Timestamp) -> Result<Settled> {
        match item {
            Item::Claim(claim) => self.claim(group, claim),
            Item::Outcome { draft, journal } => self.outcome(group, draft, journal),
            Item::Note(draft) => self.append(group, draft.clone()).map(Settled::Written),
            Item::Journal(record) => group.journal(&self.conn, record).map(Settled::Journaled),
            Item::JournalSnapshot { below, bytes } => self.snapshot(group, *below, bytes),
            Item::Change(mutation) => self.change(group, mutation, now),
            Item::Prolong { kind, id, expires_at } => {
                let (settled, moved) = prolong(&self.conn, (*kind, *id), *expires_at, group.time())?;
                if moved {
                    group.touch();
                }
                Ok(settled)
            }
            Item::Derived(writes) => {
                let settled = derived(&self.conn, writes, group.time())?;
                if settled == Settled::Derived {
                    group.touch();
                }
                Ok(settled)
            }
        }
    }

    fn claim(&mut self, group: &mut Group<'_>, claim: &Claim) -> Result<Settled> {
        let Some(slot) = self.hot.slot(&self.conn, claim.key)? else { return Ok(Settled::Stale) };
        if self.hot.cell(slot).is_none_or(|cell| cell.revision() != claim.revision) {
            return Ok(Settled::Stale);
        }
        if group.time() >= claim.deadline {
            return Ok(Settled::PastDeadline);
        }
        let Some(cell) = self.hot.burn_cell(slot) else { return Ok(Settled::Stale) };
        let draft = settle(cell, claim);
        let slots = self.slots_of(&draft)?;
        let entry = group.append(&self.conn, draft, slots)?;
        self.opened(&entry);
        let place = entry.place;
        Ok(match entry.draft.outcome {
            Outcome::Refused => {
                Settled::Refused(place, Denial { reason: entry.draft.reason, detail: entry.draft.detail })
            }
            _ => Settled::Accepted(place),
        })
    }

    fn outcome(&mut self, group: &mut Group<'_>, draft: &EntryDraft, journal: &[u8]) -> Result<Settled> {
        if let Some(claim) = draft.closes_claim() {
            self.open.remove(&claim);
        }
        let place = self.append(group, draft.clone())?;
        if !journal.is_empty() {
            group.journal(&self.conn, journal)?;
        }
        Ok(Settled::Written(place))
    }

    fn append(&mut self, group: &mut Group<'_>, draft: EntryDraft) -> Result<Place> {
        let slots = self.slots_of(&draft)?;
        let entry = group.append(&self.conn, draft, slots)?;
        self.opened(&entry);
        Ok(entry.place)
    }

    /// The slots a history finds an entry by; accounts are looked up for acts only.
    pub(super) fn slots_of(&mut self, draft: &EntryDraft) -> Result<Slots> {
        let key = self.key_slot(draft.key())?;
        let account = if is_act(draft.action) { self.account_slot(draft.account)? } else { None };
        let other = self.key_slot(draft.other_key())?;
        Ok(Slots { key, account, other })
    }

    fn snapshot(&mut self, group: &mut Group<'_>, below: u64, bytes: &[u8]) -> Result<Settled> {
        let sql = "INSERT OR REPLACE INTO journal_snapshot (one, below, snapshot) VALUES (1, ?1, ?2)";
        self.conn
            .prepare_cached(sql)?
            .execute(rusqlite::params![below.min(i64::MAX as u64).cast_signed(), bytes])?;
        group.touch();
        Ok(Settled::Journaled(group.head.next_journal))
    }

    /// The commit stands: memory and readers follow.
    pub(super) fn publish(&mut self, head: LaneHead, buffers: &Buffers, shared: &Shared) {
        self.head = head;
        shared.with_tail_mut(head.epoch, |tail| {
            for (sequence, subject) in &buffers.postings {
                tail.push(*sequence, *subject);
            }
            tail.extend_to(head.next_sequence);
        });
    }

    /// What cannot wait for upkeep. The commit stands already, so a failure shows at the next call.
    fn tidy(&mut self, items: usize, shared: &Shared) {
        let overdue = self.head.next_sequence - self.replay_from > CHECKPOINT_OVERDUE;
        let tidied = if shared.tail_len() > MAX_TAIL {
            self.flush_tail(shared).map(|_| ())
        } else if overdue {
            self.checkpoint_round().map(|_| ())
        } else {
            Ok(())
        };
        let copied = self.wal.after_commit(&self.conn, items >= 256);
        self.broken = tidied.err().or_else(|| copied.err().map(Fault::not_committed));
    }
}
