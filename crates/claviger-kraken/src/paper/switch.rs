//! Dead man's switches that go off.
//!
//! # Order of writes
//! 1. The venue closes the orders of one account, under the lock.
//! 2. The record of that and the entry that says so (`orders.switch-fired`, by the system) are queued as one change and
//!    become durable together: there is no cancellation without its entry, and no entry without its cancellation.
//! 3. Only then does the next thing happen, and does a call that waited go on.
//!
//! Stopped before 2 is durable, the switch is still set: it goes off at the next start. Nothing of it is shown meanwhile.

use super::journal::Fired;
use super::tail::Mark;
use super::{Paper, State, Stuck, account_id};
use claviger_venue::{Event, Micros};

/// The switch that went off, if these events are of one.
pub(super) fn of(events: &[Event]) -> Option<Fired> {
    let (Event::SwitchFired { account, .. }, closed) = events.split_first()? else { return None };
    Some(Fired::Switch { account: account_id(*account), orders: closed.len() })
}

impl State {
    /// Applies the switch that is due next, if one is; gives its events.
    fn fire(&mut self, now: Micros) -> Result<Option<(Fired, Vec<Event>)>, Stuck> {
        let due = self.venue.due(now).map_err(Stuck::Due)?;
        let Some(fired) = of(&due) else { return Ok(None) };
        self.apply(&due)?;
        Ok(Some((fired, due)))
    }
}

impl Paper {
    /// Lets the switch that is due next go off, and queues its record with its entry.
    pub(super) fn fire(&self, state: &mut State, now: Micros) -> Result<Option<Mark>, Stuck> {
        let Some((fired, events)) = state.fire(now)? else { return Ok(None) };
        let landing = self.journal.append_fired(&fired, state.record(&events)?);
        Ok(Some(state.tail.push(landing, &self.bell)))
    }
}
