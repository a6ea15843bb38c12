//! The entries of one commit, on their way into rows.
//!
//! # Order of writes
//! Within one transaction: changes and journal records as their items are settled, full runs of
//! entries as they fill, the last run, then the lane's row by compare-and-set. COMMIT syncs all of
//! it at once; before that nothing of it is visible or durable, after it all of it is.

use crate::error::{Fault, Result};
use crate::index::{Subject, is_act};
use crate::options::{MAX_RUN_BYTES, MAX_RUN_ENTRIES};
use claviger_audit::pack_entry;
use claviger_core::entry::{Entry, EntryDraft, Place};
use claviger_core::store::LaneHead;
use claviger_core::time::Timestamp;
use rusqlite::{Connection, params};

/// Buffers that are used again by every commit.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    slots: Vec<u8>,
    blob: Vec<u8>,
    /// What the tail is to know once the commit stands.
    pub(crate) postings: Vec<(u64, Subject)>,
}

/// What is being committed.
#[derive(Debug)]
pub(crate) struct Group<'b> {
    /// Where the lane stood.
    from: LaneHead,
    /// Where it will stand.
    pub(crate) head: LaneHead,
    buffers: &'b mut Buffers,
    /// First sequence, earliest and latest time of the run being filled.
    run: (u64, i64, i64),
    /// Something was written that moves no number.
    touched: bool,
}

/// Whose history an entry belongs to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Slots {
    pub(crate) key: Option<u32>,
    pub(crate) account: Option<u32>,
    /// The other key, if it is about two. It is not written beside the entry, which names it.
    pub(crate) other: Option<u32>,
}

const EMPTY_RUN: (u64, i64, i64) = (0, i64::MAX, i64::MIN);

impl<'b> Group<'b> {
    pub(crate) fn new(from: LaneHead, now: Timestamp, buffers: &'b mut Buffers) -> Self {
        buffers.slots.clear();
        buffers.blob.clear();
        buffers.postings.clear();
        let head = LaneHead { latest: from.latest.max(now), ..from };
        Group { from, head, buffers, run: EMPTY_RUN, touched: false }
    }

    /// The store's time.
    pub(crate) const fn time(&self) -> Timestamp {
        self.head.latest
    }

    /// Whether anything is to be written.
    pub(crate) fn is_empty(&self) -> bool {
        self.from.next_sequence == self.head.next_sequence
            && self.from.next_journal == self.head.next_journal
            && !self.touched
    }

    /// Says that something was written that moves no number.
    pub(crate) const fn touch(&mut self) {
        self.touched = true;
    }

    /// Gives an entry its place and takes it.
    pub(crate) fn append(&mut self, conn: &Connection, draft: EntryDraft, slots: Slots) -> Result<Entry> {
        let sequence = self.head.next_sequence;
        let place = Place { log: self.head.log, epoch: self.head.epoch, sequence, time: self.time() };
        if self.buffers.blob.is_empty() {
            self.run = (sequence, i64::MAX, i64::MIN);
        }
        let entry = Entry { place, draft };
        pack_entry(&entry, &mut self.buffers.blob);
        self.buffers.slots.extend_from_slice(&slots.key.unwrap_or(0).to_le_bytes());
        self.index(sequence, &entry.draft, slots);
        let (_, earliest, latest) = &mut self.run;
        *earliest = place.time.micros().min(*earliest);
        *latest = place.time.micros().max(*latest);
        self.head.next_sequence += 1;
        if self.buffers.slots.len() >= MAX_RUN_ENTRIES * 4 || self.buffers.blob.len() >= MAX_RUN_BYTES {
            self.write_run(conn)?;
        }
        Ok(entry)
    }

    fn index(&mut self, sequence: u64, draft: &EntryDraft, slots: Slots) {
        for slot in slots.key.into_iter().chain(slots.other) {
            self.buffers.postings.push((sequence, Subject::key(slot)));
        }
        if let Some(slot) = slots.account.filter(|_| is_act(draft.action)) {
            self.buffers.postings.push((sequence, Subject::account(slot)));
        }
    }

    fn write_run(&mut self, conn: &Connection) -> Result<()> {
        if self.buffers.blob.is_empty() {
            return Ok(());
        }
        let (first, earliest, latest) = self.run;
        let sql = "INSERT INTO groups (first_sequence, count, epoch, earliest, latest, slots, entries)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let count = self.head.next_sequence - first;
        let Buffers { slots, blob, .. } = &mut *self.buffers;
        let params = params![
            first.cast_signed(),
            count.cast_signed(),
            self.head.epoch,
            earliest,
            latest,
            slots.as_slice(),
            blob.as_slice()
        ];
        conn.prepare_cached(sql)?.execute(params)?;
        slots.clear();
        blob.clear();
        Ok(())
    }

    /// Writes one journal record; gives the number the next one will get.
    pub(crate) fn journal(&mut self, conn: &Connection, record: &[u8]) -> Result<u64> {
        let number = self.head.next_journal;
        let sql = "INSERT INTO journal (number, record) VALUES (?1, ?2)";
        conn.prepare_cached(sql)?.execute(params![number.cast_signed(), record])?;
        self.head.next_journal += 1;
        Ok(self.head.next_journal)
    }

    /// Writes what is left, and moves the lane on if it still stands where it stood and belongs
    /// to the same owner.
    pub(crate) fn finish(&mut self, conn: &Connection) -> Result<LaneHead> {
        self.write_run(conn)?;
        let sql = "UPDATE lanes SET next_sequence = ?1, latest = ?2, next_journal = ?3
                   WHERE log = ?4 AND epoch = ?5 AND next_sequence = ?6";
        let params = params![
            self.head.next_sequence.cast_signed(),
            self.head.latest.micros(),
            self.head.next_journal.cast_signed(),
            self.head.log.0,
            self.head.epoch,
            self.from.next_sequence.cast_signed()
        ];
        if conn.prepare_cached(sql)?.execute(params)? == 1 { Ok(self.head) } else { Err(Fault::Fenced) }
    }
}
