//! The paper exchange as an upstream: the venue's pure state, kept in step with its journal.
//!
//! # Nothing that is not durable is shown
//! A call plans, applies and queues its outcome, with what the venue journals for it, under one
//! lock; so records are committed in the order they were applied. Whoever shows the state waits
//! until every record it rests on is durable ([`tail`]).
//!
//! # Order of writes
//! 1. The claim is durable (the authority).
//! 2. Under the lock: the venue's own events that are due, then the command's, are applied, and
//!    queued with the outcome entry as one record.
//! 3. Record and entry become durable together.
//! 4. The caller is answered.
//!
//! A dead man's switch whose time has come goes first ([`switch`]): a call finds it has gone off, and waits until that is
//! durable, before 2. So do the rewards of a midnight, which are as many as there are allocations: they are in records of
//! their own, each of a limited size.
//! durable, before 2. A price alert that fires ([`alert`]) holds no call up, since nothing depends on it.
//!
//! Changes by administrators ([`Paper::change`]) are planned, made durable, and only then
//! applied, since their transaction may be refused for reasons of its own.
//!
//! # When a record is lost
//! Then the state held here is ahead of what is durable. It is *stale*: nothing is shown and
//! nothing done until [`Paper::tick`] has read the journal again. Before reading, one empty record
//! is written: once that is durable, whatever was in flight before it has landed or never will.

mod alert;
mod by_hand;
mod carry_out;
mod change;
mod fire;
mod journal;
mod read;
mod reload;
mod said;
mod tail;
mod tick;

#[cfg(test)]
mod tests;

pub use alert::Listener;
pub use by_hand::Placed;
pub use change::{Opening, PaperError};
pub use journal::{AuthorityJournal, Fired, Journal, Landing, LoadError};
pub use read::Unavailable;

use alert::Untold;
use claviger::NotRecorded;
use claviger_core::id::AccountId;
use claviger_core::time::Timestamp;
use claviger_venue::{
    AccountNo, Event, JournalError, Market, Micros, Venue, VenueConfig, VenueError, encode_events,
};
use parking_lot::Mutex;
use std::sync::Arc;
use tail::{Bell, Tail};
use tokio::sync::RwLock;

/// The paper exchange. All methods take `&self`.
pub struct Paper {
    state: Mutex<State>,
    bell: Arc<Bell>,
    /// Held shared by whoever applies first and waits for the journal later, alone by whoever
    /// waits first and applies later.
    gate: RwLock<()>,
    journal: Arc<dyn Journal>,
    market: Market,
    listener: Option<Arc<dyn Listener>>,
}

struct State {
    venue: Venue,
    tail: Tail,
    /// Records made since the start.
    records: u64,
    /// Firings of alerts that the listener has not been told of.
    untold: Vec<Untold>,
}

impl Paper {
    /// Reads the venue back from its journal; a store that has none gets a new venue of this
    /// configuration (which is then the one that counts, whatever is given later).
    ///
    /// # Errors
    /// [`LoadError`].
    pub async fn open(journal: Arc<dyn Journal>, config: VenueConfig) -> Result<Self, LoadError> {
        let venue = match journal.load().await? {
            Some(venue) => venue,
            None => begin(&*journal, config).await?,
        };
        let market = venue.market().clone();
        let state = Mutex::new(State { venue, tail: Tail::default(), records: 0, untold: Vec::new() });
        let (bell, gate) = (Arc::default(), RwLock::default());
        Ok(Paper { state, bell, gate, journal, market, listener: None })
    }

    /// The same, telling somebody of the alerts that fire.
    #[must_use]
    pub fn telling(self, listener: Arc<dyn Listener>) -> Self {
        Paper { listener: Some(listener), ..self }
    }

    /// How many records it has made since its start: what a snapshot would spare the next one.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.state.lock().records
    }

    /// The public market, which depends on nothing but time.
    #[must_use]
    pub const fn market(&self) -> &Market {
        &self.market
    }
}

/// A new venue, its configuration made durable as its first snapshot.
async fn begin(journal: &dyn Journal, config: VenueConfig) -> Result<Venue, LoadError> {
    let venue = Venue::new(config);
    let snapshot = venue.snapshot()?;
    journal.append_snapshot(0, snapshot).await.map_err(|NotRecorded| LoadError::NotRecorded)?;
    Ok(venue)
}

impl State {
    /// The record of events that were applied. If it cannot be written (their serialiser has no
    /// reason to fail), the state is ahead of the journal for good: stale.
    fn record(&mut self, events: &[Event]) -> Result<Vec<u8>, Stuck> {
        self.records += u64::from(!events.is_empty());
        record(events).map_err(|error| {
            tracing::error!(%error, "events of the paper exchange could not be written");
            self.tail.lose();
            Stuck::Stale
        })
    }

    /// Whether anything happens by itself up to `now`, or that cannot be worked out.
    fn is_due(&self, now: Micros) -> bool {
        self.venue.due(now).map_or(true, |due| !due.is_empty()) || !self.venue.due_alerts(now).is_empty()
    }

    /// Applies what happens by itself up to `now`; gives the events. It ends before what goes on
    /// record by itself: see [`fire`]. It ends, too, once there are `enough` of them.
    fn advance(&mut self, now: Micros, enough: usize) -> Result<Vec<Event>, Stuck> {
        let mut all = Vec::new();
        while all.len() < enough {
            let due = match self.venue.due(now) {
                Ok(due) => due,
                Err(error) if all.is_empty() => return Err(Stuck::Due(error)),
                // what was applied already must reach the journal; the next call meets the error again
                Err(_) => return Ok(all),
            };
            if due.is_empty() || fire::goes_alone(&due) {
                return Ok(all);
            }
            self.apply(&due)?;
            all.extend(due);
        }
        Ok(all)
    }

    /// Applies events. A venue that refuses its own event may hold half of it: it is stale.
    fn apply(&mut self, events: &[Event]) -> Result<(), Stuck> {
        self.venue.apply_all(events).map_err(|error| {
            tracing::error!(%error, "the paper exchange does not take its own event; it is read again");
            self.tail.lose();
            Stuck::Stale
        })
    }
}

/// Why the venue could not be brought up to the present.
#[derive(Debug)]
enum Stuck {
    /// What is due cannot be worked out; nothing was changed.
    Due(VenueError),
    /// The state is stale now.
    Stale,
}

/// The record of these events; nothing if there are none.
fn record(events: &[Event]) -> Result<Vec<u8>, JournalError> {
    if events.is_empty() { Ok(Vec::new()) } else { encode_events(events) }
}

/// The account of a number of the venue.
const fn account_id(account: AccountNo) -> AccountId {
    AccountId::from_u64(account.0)
}

/// The venue's number of an account.
#[must_use]
pub const fn account_no(account: AccountId) -> AccountNo {
    AccountNo(account.as_u64())
}

const fn micros(at: Timestamp) -> Micros {
    Micros(at.micros())
}
