//! What goes off by itself and has an entry of its own: dead man's switches, and withdrawals that arrive.
//!
//! # Order of writes
//! 1. The venue takes the one step, under the lock: it closes the orders of an account, or ends a withdrawal.
//! 2. The record of that and the entry that says so (`orders.switch-fired`, `withdrawal.completed`, by the system) are queued
//!    as one change and become durable together: neither is there without the other.
//! 3. Only then does the next thing happen, and does a call that waited go on.
//!
//! Stopped before 2 is durable, the step is still due: it is taken at the next start. Nothing of it is shown meanwhile.

use super::journal::Fired;
use super::tail::Mark;
use super::{Paper, State, Stuck, account_id};
use claviger_venue::{Event, FundingStatus, Micros, Venue};

/// Whether these events are a step that goes on record alone; the venue gives no other events with it.
pub(super) fn goes_alone(events: &[Event]) -> bool {
    let first = events.first();
    let ends = |status: &FundingStatus| *status == FundingStatus::Success;
    match first {
        Some(Event::SwitchFired { .. }) => true,
        Some(Event::WithdrawalAdvanced { status, .. }) => ends(status),
        _ => false,
    }
}

/// What there is to say of such a step.
fn of(venue: &Venue, events: &[Event]) -> Option<Fired> {
    match events.split_first()? {
        (Event::SwitchFired { account, .. }, closed) => {
            Some(Fired::Switch { account: account_id(*account), orders: closed.len() })
        }
        (Event::WithdrawalAdvanced { account, id, .. }, _) => {
            let withdrawal = venue.withdrawal(*account, *id)?.clone();
            Some(Fired::Withdrawal { account: account_id(*account), withdrawal: Box::new(withdrawal) })
        }
        _ => None,
    }
}

impl State {
    /// Applies the step that is due next, if it is one that goes on record alone; gives its events.
    fn fire(&mut self, now: Micros) -> Result<Option<(Fired, Vec<Event>)>, Stuck> {
        let due = self.venue.due(now).map_err(Stuck::Due)?;
        if !goes_alone(&due) {
            return Ok(None);
        }
        let Some(fired) = of(&self.venue, &due) else { return Ok(None) };
        self.apply(&due)?;
        Ok(Some((fired, due)))
    }
}

impl Paper {
    /// Takes the step that is due next and goes on record alone, and queues its record with its entry.
    pub(super) fn fire(&self, state: &mut State, now: Micros) -> Result<Option<Mark>, Stuck> {
        let Some((fired, events)) = state.fire(now)? else { return Ok(None) };
        let landing = self.journal.append_fired(&fired, state.record(&events)?);
        Ok(Some(state.tail.push(landing, &self.bell)))
    }
}
