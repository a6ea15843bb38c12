//! Price alerts that fire.
//!
//! # Order of writes
//! 1. The venue says which alerts fire, and at which seconds.
//! 2. One at a time: the firing is applied under the lock, and its record is queued with the entry that says so
//!    (`alert.fired`, by the system) as one change; both become durable together.
//! 3. Only then is the listener told, and does the next one fire.
//!
//! Stopped before 2 is durable, the alert is still armed: it fires at the next start, for the same second. Stopped between 2
//! and 3, the listener is not told again by the next process: the record is what lasts ([`claviger_venue::Venue::firings`]),
//! and whoever must miss nothing goes on from the last firing it has dealt with.

use super::journal::Fired;
use super::tail::Mark;
use super::{Paper, State, Stuck, Unavailable, account_id};
use claviger::NotRecorded;
use claviger_core::id::AccountId;
use claviger_venue::{Event, Firing, Micros};

/// Whoever is told of the alerts that fire.
pub trait Listener: Send + Sync {
    /// An alert of the account fired, and that is on record. Told once for each firing made by this process, without any
    /// lock held; it must not block.
    fn fired(&self, account: AccountId, firing: &Firing);
}

/// A firing that the listener has not been told of.
pub(super) struct Untold {
    /// Its record; none if it was found on record.
    mark: Option<Mark>,
    account: AccountId,
    firing: Box<Firing>,
}

impl State {
    /// The state was read again: what was not known to be durable is on record now, or never happened.
    pub(super) fn read_untold(&mut self) {
        let venue = &self.venue;
        self.untold.retain(|one| venue.has_fired(super::account_no(one.account), one.firing.id));
        self.untold.iter_mut().for_each(|one| one.mark = None);
    }

    /// Takes what the listener can be told of now.
    fn take_told(&mut self) -> Vec<Untold> {
        let tail = &self.tail;
        self.untold.extract_if(.., |one| one.mark.is_none_or(|mark| tail.is_durable(mark))).collect()
    }
}

impl Paper {
    /// Lets some of the alerts that are due fire; gives whether there were any. To be called alone at the gate.
    pub(super) async fn fire_alerts(&self, now: Micros) -> Result<bool, Stuck> {
        let due = self.fresh().map_err(|Unavailable| Stuck::Stale)?.venue.due_alerts(now);
        for event in &due {
            if let Some(mark) = self.fire_alert(event)? {
                self.durable(mark).await.map_err(|NotRecorded| Stuck::Stale)?;
                self.tell();
            }
        }
        Ok(!due.is_empty())
    }

    /// Applies one firing, and queues its record with its entry.
    fn fire_alert(&self, event: &Event) -> Result<Option<Mark>, Stuck> {
        let Event::AlertFired { account, firing } = event else { return Ok(None) };
        let (account, firing) = (account_id(*account), firing.clone());
        let mut state = self.fresh().map_err(|Unavailable| Stuck::Stale)?;
        let events = std::slice::from_ref(event);
        state.apply(events)?;
        let bytes = state.record(events)?;
        let landing = self.journal.append_fired(&Fired::Alert { account, firing: firing.clone() }, bytes);
        let mark = state.tail.push(landing, &self.bell);
        state.untold.push(Untold { mark: Some(mark), account, firing });
        Ok(Some(mark))
    }

    /// Tells the listener what it has not been told of and is durable.
    pub(super) fn tell(&self) {
        let told = {
            let mut state = self.state.lock();
            state.tail.settle(&self.bell);
            state.take_told()
        };
        for one in told {
            if let Some(listener) = &self.listener {
                listener.fired(one.account, &one.firing);
            }
        }
    }
}
