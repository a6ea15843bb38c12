//! What an account has allocated to a strategy.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{REST_BOUND, day_of};
use crate::{asset::Asset, micros::Micros, money};

/// An account's part in one strategy; it stays when all of it was taken out. Amounts in the asset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// What is allocated: `0 ≤ earning ≤ total`.
    pub total: Decimal,
    /// Part of it that has been there since the day began, and is paid for when it ends.
    pub earning: Decimal,
    /// All rewards so far.
    pub rewarded: Decimal,
    /// What rounding left of the rewards so far, in fractions of the asset's smallest unit: see [`REST_BOUND`].
    pub(crate) rest: u64,
    /// Rewards are paid up to this midnight.
    pub(crate) paid_to: Micros,
}

impl Allocation {
    /// Whether this can be.
    pub(crate) fn is_sound(&self, asset: Asset) -> bool {
        let amounts = [self.total, self.earning, self.rewarded];
        let whole = |amount: &Decimal| *amount >= Decimal::ZERO && money::fits(*amount, asset.decimals());
        let instant = day_of(self.paid_to) == self.paid_to;
        amounts.iter().all(whole) && self.earning <= self.total && self.rest < REST_BOUND && instant
    }

    /// When the next reward is paid, if anything is allocated.
    #[must_use]
    pub fn next_reward(&self) -> Option<Micros> {
        (self.total > Decimal::ZERO).then(|| self.paid_to.plus(super::DAY))
    }
}
