//! Where every unit of an asset is.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{asset::Asset, money, money::Overflow, venue::Venue};

/// The parts of an asset. Their sum is zero: what the accounts have, the world has given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Balances of all accounts, holds included.
    pub balances: Decimal,
    /// Part of the balances that is held.
    pub held: Decimal,
    /// What all accounts have allocated to the strategy of the asset.
    pub allocated: Decimal,
    /// Fees taken.
    pub fees: Decimal,
    /// The venue's counterparty: market maker and outside world. Usually negative.
    pub world: Decimal,
}

impl Totals {
    /// Balances + allocated + fees + world: zero in a sound venue.
    ///
    /// # Errors
    /// [`Overflow`] when a number leaves the range of decimals.
    pub fn sum(&self) -> Result<Decimal, Overflow> {
        [self.allocated, self.fees, self.world].into_iter().try_fold(self.balances, money::add)
    }
}

impl Venue {
    /// The parts of every asset ever touched. Looks at every account.
    ///
    /// # Errors
    /// [`Overflow`] when a number leaves the range of decimals.
    pub fn totals(&self) -> Result<BTreeMap<Asset, Totals>, Overflow> {
        let house = |(asset, house): (&Asset, &crate::venue::House)| {
            (*asset, Totals { fees: house.fees, world: house.world, ..Totals::default() })
        };
        let mut totals: BTreeMap<_, _> = self.state.house.iter().map(house).collect();
        for (asset, holding) in self.state.accounts.values().flat_map(|records| &records.holdings) {
            let entry = totals.entry(*asset).or_default();
            entry.balances = money::add(entry.balances, holding.total)?;
            entry.held = money::add(entry.held, holding.held)?;
        }
        for (asset, allocation) in self.state.accounts.values().flat_map(|records| &records.allocations) {
            let entry = totals.entry(*asset).or_default();
            entry.allocated = money::add(entry.allocated, allocation.total)?;
        }
        Ok(totals)
    }
}
