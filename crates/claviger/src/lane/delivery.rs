//! The answers of a committed group, on their way to their callers.

use super::queue::{ANY_ROOM, Shared, Tickets};
use super::ticket::{Answered, Work};
use crate::usage::Counted;
use claviger_core::entry::Outcome;
use claviger_core::reason::Reason;
use claviger_core::store::{Item, Settled};
use std::time::Instant;

/// A committed group whose tickets were taken out of flight: it is decided that they *go*.
pub(super) struct Delivery {
    pub(super) items: Vec<Item>,
    pub(super) settled: Vec<Settled>,
    pub(super) tickets: Tickets,
    pub(super) generation: u64,
}

impl Delivery {
    pub(super) fn answer(self, shared: &Shared) {
        let generation = self.generation;
        let counted: Vec<Counted> = self.counted().collect();
        for ((item, settled), ticket) in self.items.iter().zip(self.settled).zip(self.tickets) {
            let Some(ticket) = ticket.sender else { continue };
            let Err(unwanted) = ticket.send(Answered { settled, generation }) else { continue };
            // The caller went away before it was told *go*: the claim is closed as not executed.
            if let (Item::Claim(claim), Settled::Accepted(place)) = (item, &unwanted.settled) {
                let draft =
                    claim.draft.outcome_of(place.sequence, Outcome::NotExecuted, Reason::NotExecuted, None);
                let outcome = Item::Outcome { draft, journal: Vec::new() };
                shared.push(Work::new(outcome, None, Instant::now()), ANY_ROOM, Some(generation));
            }
        }
        // Behind the answers, so that nobody waits for it.
        counted.iter().for_each(|call| shared.usage.count(call));
    }

    fn counted(&self) -> impl Iterator<Item = Counted> {
        self.items.iter().zip(&self.settled).filter_map(|(item, settled)| Counted::committed(item, settled))
    }
}
