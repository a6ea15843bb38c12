//! The answers of a committed group, on their way to their callers.

use super::queue::{Shared, Tickets};
use super::ticket::{Answered, Work};
use claviger_core::entry::{EntryDraft, Outcome};
use claviger_core::reason::Reason;
use claviger_core::store::{Item, Settled};

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
        for ((item, settled), ticket) in self.items.iter().zip(self.settled).zip(self.tickets) {
            let Some(ticket) = ticket.sender else { continue };
            let Err(unwanted) = ticket.send(Answered { settled, generation }) else { continue };
            // The caller went away before it was told *go*: the claim is closed as not executed.
            if let (Item::Claim(claim), Settled::Accepted(place)) = (item, &unwanted.settled) {
                let draft =
                    claim.draft.outcome_of(place.sequence, Outcome::NotExecuted, Reason::NotExecuted, None);
                queue_outcome(shared, draft, generation);
            }
        }
    }
}

/// Past the limits of the queue, which callers who went away cannot exceed by more than they had
/// queued; but never into another generation, in which recovery has closed the claim.
fn queue_outcome(shared: &Shared, draft: EntryDraft, generation: u64) {
    let mut state = shared.state.lock();
    if !state.broken && generation == shared.generation.load(std::sync::atomic::Ordering::Relaxed) {
        let item = Item::Outcome { draft, journal: Vec::new() };
        state.queue.push(Work::new(item, None, std::time::Instant::now()));
    }
}
