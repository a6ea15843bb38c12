//! The log is followed, and what its entries come to is written together with how far they were read.

use super::book::{Books, Spread};
use super::derive::write_with_room;
use super::kept::{Handle, Kept, load, random, stored};
use super::{GATHERED, NoticeError, names};
use crate::authority::Authority;
use claviger_core::entry::Entry;
use claviger_core::id::{ChannelId, DeliveryId, UserId};
use claviger_core::notices::{Event, EventId, EventKind, Mark, Position, Refusals, is_noted};
use claviger_core::store::{Followed, MAX_RECORD_WRITES, RecordKind, RecordWrite};
use claviger_core::time::Timestamp;
use claviger_notify::digest;
use claviger_notify::read::{self, Reading};
use std::collections::{BTreeMap, BTreeSet};

/// Entries looked at in one step.
const SCAN: usize = 20_000;
/// How far may be read without writing so, if nothing followed from it; so much is read again after a crash.
const LAZY: u64 = 200_000;
/// Places a person signs in from that are remembered.
const PLACES: usize = 20;
/// How long refusals are remembered after they were told, in seconds: as long as they say when to tell again.
const REMEMBERED_SECS: i64 = 2 * 3_600;

/// What is on record of how far the log was read, and what was read since.
pub(super) struct Follower {
    position: Kept<Position>,
    /// Up to where entries were read; everything that follows from them is written, or waits below.
    read_to: u64,
    refusals: BTreeMap<Handle, Kept<Refusals>>,
    changed: BTreeSet<Handle>,
    waiting: Vec<RecordWrite>,
    deliveries: Vec<(ChannelId, DeliveryId)>,
    books: Books,
}

/// What a step wrote that the courier has to know.
#[derive(Default)]
pub(super) struct Step {
    /// New deliveries, in order.
    pub(super) deliveries: Vec<(ChannelId, DeliveryId)>,
    /// Channels that had no room for one.
    pub(super) full: BTreeSet<ChannelId>,
    /// There is more to be read.
    pub(super) more: bool,
}

impl Step {
    pub(super) fn join(&mut self, other: Step) {
        self.deliveries.extend(other.deliveries);
        self.full.extend(other.full);
        self.more = other.more;
    }
}

impl Follower {
    /// From what is on record; on a store that nobody followed before, from here on.
    pub(super) async fn open(authority: &Authority) -> Result<Self, NoticeError> {
        let (log, end) = (authority.lane().began().log, authority.lane().next_sequence());
        let (found, refusals) = authority.read(move |store| load(store, &Position::handle(log))).await?;
        let new = found.is_none();
        let position = match found {
            Some(position) => position,
            None => Kept { id: random()?, revision: 0, value: Position { log, next: end, revision: 0 } },
        };
        let read_to = position.value.next;
        let mut follower = Follower {
            position,
            read_to,
            refusals,
            changed: BTreeSet::new(),
            waiting: Vec::new(),
            deliveries: Vec::new(),
            books: Books::default(),
        };
        if new {
            follower.flush(authority).await?;
        }
        Ok(follower)
    }

    /// Reads on, a bounded piece.
    pub(super) async fn step(&mut self, authority: &Authority) -> Result<Step, NoticeError> {
        self.books.close();
        let (log, from) = (self.position.value.log, self.read_to);
        let end = authority.lane().next_sequence();
        if end <= from {
            return Ok(Step::default());
        }
        let followed = authority.read(move |store| store.follow(log, from, is_noted, SCAN)).await?;
        let mut step = Step::default();
        self.tell_of_gap(authority, &followed, &mut step).await?;
        for entry in &followed.entries {
            self.take(authority, entry, &mut step).await?;
            self.read_to = entry.place.sequence + 1;
        }
        self.read_to = self.read_to.max(followed.next);
        let far = self.read_to - self.position.value.next >= LAZY;
        if !self.waiting.is_empty() || !self.changed.is_empty() || far {
            step.join(self.flush(authority).await?);
        }
        step.more = followed.next < end && followed.next > from;
        Ok(step)
    }

    /// Tells what has been gathered for long enough.
    pub(super) async fn tell_gathered(&mut self, authority: &Authority) -> Result<Step, NoticeError> {
        let (now, mut step) = (authority.now(), Step::default());
        let is_due = |kept: &Kept<Refusals>| digest::due(&kept.value).is_some_and(|at| at <= now);
        let due: Vec<Handle> =
            self.refusals.iter().filter(|(_, kept)| is_due(kept)).map(|(handle, _)| handle.clone()).collect();
        for handle in due {
            let Some(refusals) = self.refusals.get(&handle).map(|kept| kept.value.clone()) else { continue };
            let who = names::who(authority, refusals.key, refusals.user).await?;
            let Some((event, rest)) = digest::told(&refusals, &who, now) else { continue };
            self.add(authority, &event, 1, &mut step).await?;
            if let Some(kept) = self.refusals.get_mut(&handle) {
                kept.value = rest;
                self.changed.insert(handle);
            }
        }
        self.forget(now);
        if !self.waiting.is_empty() {
            step.join(self.flush(authority).await?);
        }
        Ok(step)
    }

    /// Writes events that follow from something else than an entry, with what marks them as told.
    pub(super) async fn tell(
        &mut self,
        authority: &Authority,
        events: &[Event],
        mark: Option<RecordWrite>,
    ) -> Result<Step, NoticeError> {
        let mut step = self.lay(authority, events, mark).await?;
        step.join(self.flush(authority).await?);
        Ok(step)
    }

    /// The same, written with what follows ([`Follower::flush`]).
    pub(super) async fn lay(
        &mut self,
        authority: &Authority,
        events: &[Event],
        mark: Option<RecordWrite>,
    ) -> Result<Step, NoticeError> {
        let mut step = Step::default();
        for event in events {
            self.add(authority, event, 1, &mut step).await?;
        }
        self.make_place(authority, 1, &mut step).await?;
        self.waiting.extend(mark);
        Ok(step)
    }

    /// What was told and has not come again is forgotten.
    fn forget(&mut self, now: Timestamp) {
        let old = |refusals: &Refusals| {
            let told = refusals.told_at.is_some_and(|at| at.plus_secs(REMEMBERED_SECS) < now);
            refusals.count == 0 && told
        };
        let gone: Vec<Handle> = self
            .refusals
            .iter()
            .filter(|(handle, kept)| old(&kept.value) && !self.changed.contains(*handle))
            .map(|(handle, _)| handle.clone())
            .take(MAX_RECORD_WRITES / 4)
            .collect();
        for handle in gone {
            if let Some(kept) = self.refusals.remove(&handle)
                && kept.revision > 0
            {
                self.waiting.push(RecordWrite::Remove {
                    kind: RecordKind::Cursor,
                    id: kept.id,
                    from: kept.revision,
                });
            }
        }
    }

    async fn tell_of_gap(
        &mut self,
        authority: &Authority,
        followed: &Followed,
        step: &mut Step,
    ) -> Result<(), NoticeError> {
        let lost = followed.oldest.saturating_sub(self.read_to);
        if lost == 0 {
            return Ok(());
        }
        tracing::warn!(lost, "entries were dropped by retention before notices were made of them");
        let first = authority.read(|store| store.accounts(None, 1)).await?;
        if let Some(account) = first.first() {
            let now = authority.now();
            let id = EventId::due("lost", self.read_to, now);
            let sentence = format!(
                "{lost} entries of the log were dropped by retention before notices were made of them; what they said is not told."
            );
            let event = Event::new(id, EventKind::NoticesLost, account.id, now, &sentence);
            self.add(authority, &event, 1, step).await?;
        }
        self.read_to = followed.oldest;
        Ok(())
    }

    /// What one entry comes to.
    async fn take(
        &mut self,
        authority: &Authority,
        entry: &Entry,
        step: &mut Step,
    ) -> Result<(), NoticeError> {
        match read::read(&entry.draft) {
            None => Ok(()),
            Some(Reading::Event(kind)) => self.tell_entry(authority, entry, kind, 0, step).await,
            Some(Reading::SignIn(user)) => self.sign_in(authority, entry, user, step).await,
            Some(Reading::Refused { kind, count }) => self.gather(authority, entry, kind, count, step).await,
        }
    }

    async fn tell_entry(
        &mut self,
        authority: &Authority,
        entry: &Entry,
        kind: EventKind,
        beside: usize,
        step: &mut Step,
    ) -> Result<(), NoticeError> {
        let names = names::of(authority, &entry.draft).await?;
        self.add(authority, &read::event(entry, kind, &names), beside, step).await
    }

    /// Counts refusals that are to be told together.
    async fn gather(
        &mut self,
        authority: &Authority,
        entry: &Entry,
        kind: EventKind,
        count: u64,
        step: &mut Step,
    ) -> Result<(), NoticeError> {
        let draft = &entry.draft;
        let of_login = matches!(kind, EventKind::SignInFailures | EventKind::SignInHalfway);
        let user = if of_login { read::person(draft) } else { None };
        if draft.key().is_none() && user.is_none() {
            return Ok(());
        }
        let none = Refusals::none(draft.account, draft.key(), user, kind);
        let handle = Mark::Refusals(none.clone()).handle();
        if !self.refusals.contains_key(&handle) {
            if self.refusals.len() >= GATHERED {
                return Ok(());
            }
            self.refusals.insert(handle.clone(), Kept { id: random()?, revision: 0, value: none });
        }
        if !self.changed.contains(&handle) {
            self.make_place(authority, 1, step).await?;
        }
        if let Some(kept) = self.refusals.get_mut(&handle) {
            kept.value.add(&entry.place, draft.reason, count);
            kept.value.source = draft.source.map(|source| source.to_string());
            draft.client.as_str().clone_into(&mut kept.value.client);
            self.changed.insert(handle);
        }
        Ok(())
    }

    /// A sign-in is told if it was from a place the person was not seen at; the first one ever is not.
    async fn sign_in(
        &mut self,
        authority: &Authority,
        entry: &Entry,
        user: UserId,
        step: &mut Step,
    ) -> Result<(), NoticeError> {
        // What waits may hold the places of the same person.
        step.join(self.flush(authority).await?);
        let handle = Mark::Places(user, Vec::new()).handle();
        let found = authority.read(move |store| store.record_by_handle(RecordKind::Cursor, &handle)).await?;
        let (id, revision, mut places) = match &found {
            None => (random()?, 0, Vec::new()),
            Some(record) => match Mark::try_from(record)? {
                Mark::Places(_, places) => (record.id, record.revision, places),
                _ => return Ok(()),
            },
        };
        let place = read::place(&entry.draft);
        if places.contains(&place) {
            return Ok(());
        }
        let told = !places.is_empty();
        places.push(place);
        let over = places.len().saturating_sub(PLACES);
        places.drain(..over);
        let record = Mark::Places(user, places).record(id, revision + 1, entry.place.time)?;
        if told {
            self.tell_entry(authority, entry, EventKind::SignInNewPlace, 1, step).await?;
        }
        self.waiting.push(stored(record, revision));
        Ok(())
    }

    /// Adds the writes of an event, and leaves `beside` free.
    async fn add(
        &mut self,
        authority: &Authority,
        event: &Event,
        beside: usize,
        step: &mut Step,
    ) -> Result<(), NoticeError> {
        let Some(book) = self.books.book(authority, event.account, event.key).await? else { return Ok(()) };
        let Spread { writes, deliveries } = book.spread(event, authority.now(), None)?;
        self.make_place(authority, writes.len() + beside, step).await?;
        self.waiting.extend(writes);
        self.deliveries.extend(deliveries);
        Ok(())
    }

    /// Writes what waits if it and `more` do not fit into one item.
    async fn make_place(
        &mut self,
        authority: &Authority,
        more: usize,
        step: &mut Step,
    ) -> Result<(), NoticeError> {
        let taken = self.waiting.len() + self.changed.len() + 1;
        if taken + more > MAX_RECORD_WRITES {
            step.join(self.flush(authority).await?);
        }
        Ok(())
    }

    /// Writes what waits, and up to where was read, in one item.
    pub(super) async fn flush(&mut self, authority: &Authority) -> Result<Step, NoticeError> {
        self.books.close();
        let nothing = self.waiting.is_empty() && self.changed.is_empty();
        if nothing && self.position.revision > 0 && self.read_to == self.position.value.next {
            return Ok(Step::default());
        }
        let now = authority.now();
        let mut writes = self.waiting.clone();
        for handle in &self.changed {
            if let Some(kept) = self.refusals.get(handle) {
                let mark = Mark::Refusals(kept.value.clone());
                writes.push(stored(mark.record(kept.id, kept.revision + 1, now)?, kept.revision));
            }
        }
        let next = Position { next: self.read_to, ..self.position.value };
        let from = self.position.revision;
        writes.push(stored(Mark::Position(next).record(self.position.id, from + 1, now)?, from));
        let full = write_with_room(authority, writes).await?;
        self.position.value = next;
        self.position.revision += 1;
        for handle in std::mem::take(&mut self.changed) {
            if let Some(kept) = self.refusals.get_mut(&handle) {
                kept.revision += 1;
            }
        }
        self.waiting.clear();
        let mut deliveries = std::mem::take(&mut self.deliveries);
        deliveries.retain(|(channel, _)| !full.contains(channel));
        Ok(Step { deliveries, full, more: false })
    }
}
