//! What an account has in strategies.

use rust_decimal::Decimal;

use crate::{
    VenueError,
    account::AccountNo,
    asset::Asset,
    earn::{self, Allocation, Payout, Strategy},
    micros::Micros,
    venue::Venue,
};

impl Venue {
    /// What an account has, or ever had, allocated, by asset, ascending. Allocates nothing.
    pub fn allocations(&self, account: AccountNo) -> impl Iterator<Item = (Asset, &Allocation)> + '_ {
        self.records(account)
            .into_iter()
            .flat_map(|records| &records.allocations)
            .map(|(asset, known)| (*asset, known))
    }

    /// What an account has, or ever had, in a strategy.
    #[must_use]
    pub fn allocation(&self, account: AccountNo, strategy: Strategy) -> Option<&Allocation> {
        self.records(account)?.allocation(strategy.asset())
    }

    /// What the present day will pay an account for a strategy, if things stay as they are; nothing if nothing is allocated.
    #[must_use]
    pub fn payout(&self, account: AccountNo, strategy: Strategy, now: Micros) -> Option<Payout> {
        earn::expected(strategy, self.allocation(account, strategy)?, now)
    }

    /// Whether rewards have to be paid up to an instant. Costs one look-up.
    #[must_use]
    pub fn has_due_rewards(&self, now: Micros) -> bool {
        self.index.rewards.first().is_some_and(|(at, ..)| *at <= now.max(self.state.clock))
    }

    /// What an amount of one asset is worth in another, in its units.
    ///
    /// # Errors
    /// [`VenueError::Overflow`] when a number leaves the range of decimals.
    pub fn convert(
        &self,
        (amount, of): (Decimal, Asset),
        asset: Asset,
        now: Micros,
    ) -> Result<Decimal, VenueError> {
        // not by way of dollars, which are rounded
        if of == asset { Ok(amount) } else { self.worth([(of, amount)].into_iter(), asset, now) }
    }
}
