//! Dead man's switches, and when something will happen by itself.

use crate::{account::AccountNo, micros::Micros, venue::Venue};

impl Venue {
    /// When the dead man's switch of an account goes off, if it is set.
    #[must_use]
    pub fn switch(&self, account: AccountNo) -> Option<Micros> {
        self.records(account)?.cancel_at
    }

    /// Whether any account's switch has to go off up to an instant. Costs one look-up.
    #[must_use]
    pub fn has_due_switch(&self, now: Micros) -> bool {
        self.index.switches.first().is_some_and(|(at, _)| *at <= now.max(self.state.clock))
    }

    /// The earliest instant that is known at which something happens by itself. What waits for the market is not in it:
    /// nobody knows when that comes, only that it comes on a whole second.
    #[must_use]
    pub fn next_due(&self) -> Option<Micros> {
        let switch = self.index.switches.first().map(|(at, _)| *at);
        let timed = self.index.timed.first().map(|(at, ..)| *at);
        let funding = self.index.waiting.first().map(|waiting| waiting.at);
        let rewards = self.index.rewards.first().map(|(at, ..)| *at);
        switch.into_iter().chain(timed).chain(funding).chain(rewards).min()
    }
}
