//! A group is settled, item by item, each against the state the items before it left.
//!
//! Nothing here can fail half-way, so the state is changed in place and the group is atomic.

mod change;
mod claim;
mod once;
mod record;
mod token;

use super::image::{Image, Journal, Log};
use claviger_core::entry::{EntryDraft, Place};
use claviger_core::id::LogId;
use claviger_core::store::{Change, Conflict, Item, Mutation, Settled};
use claviger_core::time::Timestamp;

/// Settles one group in one log.
pub(super) fn settle(image: &mut Image, log: LogId, items: &[Item], now: Timestamp) -> Vec<Settled> {
    let before = image.logs.get(&log).map_or(Timestamp::default(), |log| log.latest);
    let mut group = Group { image, log, now, wrote: false };
    group.set_latest(now.max(before));
    let settled = items.iter().map(|item| group.settle(item)).collect();
    if !group.wrote {
        // A group that wrote nothing is not a time that was committed.
        group.set_latest(before);
    }
    settled
}

/// A group on its way.
struct Group<'a> {
    image: &'a mut Image,
    log: LogId,
    now: Timestamp,
    wrote: bool,
}

impl Group<'_> {
    fn settle(&mut self, item: &Item) -> Settled {
        match item {
            Item::Claim(claim) => self.claim(claim),
            Item::Outcome { draft, journal } => {
                self.journal_unless_empty(journal);
                Settled::Written(self.append(draft.clone()))
            }
            Item::Note(draft) => Settled::Written(self.append(draft.clone())),
            Item::Journal(bytes) => {
                self.journal().append(bytes.clone());
                Settled::Journaled(self.image.journal.next)
            }
            Item::JournalSnapshot { below, bytes } => {
                self.journal().replace(*below, bytes.clone());
                Settled::Journaled(self.image.journal.next)
            }
            Item::Change(mutation) => self.mutate(mutation),
            Item::Prolong { kind, id, expires_at } => self.prolong(*kind, *id, *expires_at),
            Item::Derived(writes) => self.derived(writes),
        }
    }

    fn mutate(&mut self, mutation: &Mutation) -> Settled {
        if !self.stands(mutation.by) {
            return Settled::Conflict(Conflict::CallerGone);
        }
        if self.is_repeated(mutation.once.as_ref()) {
            return Settled::Conflict(Conflict::Repeated);
        }
        if let Err(conflict) = self.change(&mutation.change) {
            return Settled::Conflict(conflict);
        }
        if let Change::Journal(bytes) = &mutation.change {
            self.journal_unless_empty(bytes);
        }
        self.journal_unless_empty(&mutation.journal);
        let place = self.append(mutation.entry.clone());
        self.remember(mutation.once.as_ref(), place);
        Settled::Written(place)
    }

    /// The store's time: the later of now and the latest committed.
    fn time(&mut self) -> Timestamp {
        self.own_log().latest
    }

    fn set_latest(&mut self, latest: Timestamp) {
        self.own_log().latest = latest;
    }

    fn append(&mut self, draft: EntryDraft) -> Place {
        self.wrote = true;
        let log = self.log;
        self.own_log().append(log, draft)
    }

    fn journal(&mut self) -> &mut Journal {
        self.wrote = true;
        &mut self.image.journal
    }

    fn journal_unless_empty(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.journal().append(bytes.to_vec());
        }
    }

    fn own_log(&mut self) -> &mut Log {
        self.image.logs.entry(self.log).or_default()
    }
}
