//! Trading limits: the rate counter of each account and market, and the number of open orders.
//!
//! The counter follows KRAKEN-WIRE.md §5. New, amended and edited orders are refused when it is full; cancelling is counted
//! but never refused, because a full counter must not keep an order in the market.

use serde::{Deserialize, Serialize};

use crate::micros::Micros;

/// Most orders of an account that wait for their start.
pub(crate) const MOST_SCHEDULED: usize = 50;

/// Verification tier; decides the limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// 60 points, one back a second, 60 open orders.
    Starter,
    /// 125 points, 2.34 back a second, 80 open orders.
    #[default]
    Intermediate,
    /// 180 points, 3.75 back a second, 225 open orders.
    Pro,
}

impl Tier {
    /// Most open orders in one market.
    #[must_use]
    pub const fn open_orders(self) -> usize {
        match self {
            Self::Starter => 60,
            Self::Intermediate => 80,
            Self::Pro => 225,
        }
    }

    /// Highest value of the counter, in points.
    #[must_use]
    pub const fn rate_threshold(self) -> i64 {
        match self {
            Self::Starter => 60,
            Self::Intermediate => 125,
            Self::Pro => 180,
        }
    }

    /// Decay in thousandths of a point a second.
    const fn decay(self) -> i64 {
        match self {
            Self::Starter => 1_000,
            Self::Intermediate => 2_340,
            Self::Pro => 3_750,
        }
    }
}

/// What is done to an order, by what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charge {
    Add,
    /// Adding in a batch, which costs half.
    AddInBatch,
    Amend,
    Edit,
    Cancel,
}

impl Charge {
    /// Thousandths of a point for doing this to an order of an age.
    pub(crate) fn milli(self, age: Micros) -> i64 {
        if self == Self::AddInBatch { 500 } else { self.points(age) * 1_000 }
    }

    fn points(self, age: Micros) -> i64 {
        let steps: &[(i64, i64)] = match self {
            Self::Add | Self::AddInBatch => &[],
            Self::Amend => &[(5, 3), (10, 2), (15, 1)],
            Self::Edit => &[(5, 6), (10, 5), (15, 4), (45, 2), (90, 1)],
            Self::Cancel => &[(5, 8), (10, 6), (15, 5), (45, 4), (90, 2), (300, 1)],
        };
        let penalty =
            steps.iter().find(|(below, _)| age < Micros::from_secs(*below)).map_or(0, |(_, points)| *points);
        penalty + i64::from(self != Self::Cancel)
    }
}

/// A counter that decays with time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RateCounter {
    /// Thousandths of a point at `at`.
    milli: i64,
    at: Micros,
}

impl RateCounter {
    /// Thousandths of a point at an instant.
    fn value(self, tier: Tier, now: Micros) -> i64 {
        let elapsed = i128::from(now.since(self.at).0.max(0));
        let decayed = elapsed * i128::from(tier.decay()) / 1_000_000;
        i64::try_from((i128::from(self.milli) - decayed).max(0)).unwrap_or(0)
    }

    /// Whether a charge of so many thousandths of a point still fits.
    pub(crate) fn admits(self, tier: Tier, now: Micros, milli: i64) -> bool {
        self.value(tier, now).saturating_add(milli) <= tier.rate_threshold() * 1_000
    }

    /// The counter after a charge of so many thousandths of a point.
    pub(crate) fn charged(self, tier: Tier, now: Micros, milli: i64) -> Self {
        Self { milli: self.value(tier, now).saturating_add(milli), at: self.at.max(now) }
    }

    /// Points at an instant, rounded up.
    pub(crate) fn points(self, tier: Tier, now: Micros) -> i64 {
        self.value(tier, now).saturating_add(999) / 1_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charges_are_krakens() {
        let at = |charge: Charge, secs| charge.points(Micros::from_secs(secs));
        assert_eq!([0, 5, 10, 15].map(|s| at(Charge::Amend, s)), [4, 3, 2, 1]);
        assert_eq!([0, 5, 10, 15, 45, 90].map(|s| at(Charge::Edit, s)), [7, 6, 5, 3, 2, 1]);
        assert_eq!([0, 5, 10, 15, 45, 90, 300].map(|s| at(Charge::Cancel, s)), [8, 6, 5, 4, 2, 1, 0]);
        assert_eq!(at(Charge::Add, 0), 1);
        assert_eq!([Charge::Add, Charge::AddInBatch].map(|c| c.milli(Micros::default())), [1_000, 500]);
    }

    #[test]
    fn counter_fills_and_decays() {
        let (tier, now) = (Tier::Starter, Micros::from_secs(100));
        let full = (0..60).fold(RateCounter::default(), |counter, _| counter.charged(tier, now, 1_000));
        assert!(!full.admits(tier, now, 1_000));
        assert!(full.admits(tier, now.plus(Micros::from_secs(1)), 1_000));
        assert!(!full.admits(tier, now.plus(Micros(999_000)), 1_000));
        assert_eq!(full.points(tier, now.plus(Micros::from_secs(1_000))), 0);
    }
}
