//! A call that was let in: durable, its nonce burnt, not carried out yet.

use super::signed::Ground;
use crate::authority::Authority;
use crate::lane::{Answer, Lane};
use claviger_core::call::QueryDates;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Place};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::reason::Reason;
use claviger_core::store::{Item, Settled};
use claviger_core::time::Timestamp;
use std::net::IpAddr;
use std::time::Instant;

/// The outcome could not be made durable: what the upstream did may be lost with the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the outcome could not be recorded")]
pub struct NotRecorded;

/// A call that was let in. A mutating one must be closed with its outcome; if it is dropped
/// instead (its client went away), it is closed as *abandoned*.
#[must_use = "a call that was let in is to be carried out and closed"]
pub struct Admitted<'a> {
    /// Where its claim stands.
    pub place: Place,
    /// At or after this instant it may not be sent upstream any more.
    pub not_after: Timestamp,
    /// The same limit on a clock that nobody can set back.
    until: Instant,
    ground: Ground,
    lane: &'a Lane,
    closed: bool,
}

impl<'a> Admitted<'a> {
    pub(super) fn new(
        authority: &'a Authority,
        draft: EntryDraft,
        place: Place,
        dates: QueryDates,
        (not_after, until): (Timestamp, Instant),
        generation: u64,
    ) -> Self {
        let ground = Ground { draft, generation, dates };
        Admitted { place, not_after, until, ground, lane: &authority.lane, closed: false }
    }

    /// The account the key belongs to.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.ground.draft.account
    }

    /// The key.
    #[must_use]
    pub const fn key(&self) -> KeyId {
        match self.ground.draft.actor {
            Actor::Key(key) => key,
            // A claim's actor is its key by construction; this arm is never taken.
            Actor::System | Actor::Token(_) | Actor::User(_) => KeyId::from_u64(0),
        }
    }

    /// Where it came from.
    #[must_use]
    pub const fn source(&self) -> Option<IpAddr> {
        self.ground.draft.source
    }

    /// The history the answer may reach into.
    #[must_use]
    pub const fn dates(&self) -> QueryDates {
        self.ground.dates
    }

    /// Whether it may still be sent upstream: to be asked right before that. `now` is the
    /// authority's time, which stands still while the clock is behind what was committed; so the
    /// monotonic clock is asked, too. A claim that a recovery has closed is not begun any more.
    #[must_use]
    pub fn is_in_time(&self, now: Timestamp) -> bool {
        now < self.not_after && Instant::now() < self.until && self.lane.stands(self.ground.generation)
    }

    /// Queues the outcome, with what the upstream journals for it, and gives the future that
    /// waits until both are durable. The queueing happens in this call, before the future is
    /// polled, so that whoever holds the upstream's lock decides the order of the journal.
    pub fn close(
        mut self,
        outcome: Outcome,
        reason: Reason,
        said: Option<&str>,
        journal: Vec<u8>,
    ) -> Closing {
        self.closed = true;
        let draft = self.ground.draft.outcome_of(self.place.sequence, outcome, reason, said);
        Closing(self.lane.submit_outcome(Item::Outcome { draft, journal }, self.ground.generation))
    }

    /// A read that failed after it was let in leaves an outcome entry; nobody waits for it.
    pub fn read_failed(mut self, reason: Reason, said: &str) {
        self.closed = true;
        let draft = self.ground.draft.outcome_of(self.place.sequence, Outcome::Failed, reason, Some(said));
        self.lane
            .submit_outcome_unwatched(Item::Outcome { draft, journal: Vec::new() }, self.ground.generation);
    }
}

impl Drop for Admitted<'_> {
    fn drop(&mut self) {
        if self.closed || !self.ground.draft.opens() {
            return;
        }
        let draft =
            self.ground.draft.outcome_of(self.place.sequence, Outcome::Abandoned, Reason::Abandoned, None);
        self.lane
            .submit_outcome_unwatched(Item::Outcome { draft, journal: Vec::new() }, self.ground.generation);
    }
}

/// Waits until an outcome is durable.
#[must_use = "an outcome that is not durable may not be answered"]
pub struct Closing(Answer);

impl Closing {
    /// Waits.
    ///
    /// # Errors
    /// [`NotRecorded`]: the store failed; whether the outcome is there is known after it was read
    /// again.
    pub async fn durable(self) -> Result<Place, NotRecorded> {
        match self.0.await {
            Ok((Settled::Written(place), _)) => Ok(place),
            _ => Err(NotRecorded),
        }
    }
}
