//! What an account has of one asset.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Balance and hold of one asset: `0 ≤ held ≤ total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Balance, holds included.
    pub total: Decimal,
    /// Part of the balance held for open orders and for withdrawals that were not sent yet.
    pub held: Decimal,
}

impl Holding {
    /// Nothing at all.
    pub const NONE: Self = Self { total: Decimal::ZERO, held: Decimal::ZERO };

    /// What may be spent or withdrawn.
    #[must_use]
    pub fn available(self) -> Decimal {
        self.total.saturating_sub(self.held)
    }

    /// Whether the promise `0 ≤ held ≤ total` holds.
    pub(crate) fn is_sound(self) -> bool {
        self.held >= Decimal::ZERO && self.held <= self.total
    }
}
