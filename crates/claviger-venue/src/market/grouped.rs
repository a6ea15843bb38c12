//! The book in coarser steps of price.

use rust_decimal::Decimal;

use super::Market;
use crate::{micros::Micros, order::Side, pair::Pair};

/// What the book holds in one step of price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupedLevel {
    /// Price in the quote asset, a multiple of the step.
    pub price: Decimal,
    /// Volume in the base asset.
    pub volume: Decimal,
}

/// Both sides of the book in steps, best price first; steps without volume are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupedDepth {
    /// Offers to sell, lowest first. A price is rounded up to its step.
    pub asks: Vec<GroupedLevel>,
    /// Offers to buy, highest first. A price is rounded down to its step, so that of the last may be zero.
    pub bids: Vec<GroupedLevel>,
}

impl Market {
    /// The best `count` steps of each side, each `grouping` ticks wide, as far as the book reaches.
    #[must_use]
    pub fn grouped(&self, pair: Pair, grouping: u32, count: usize, now: Micros) -> GroupedDepth {
        let width = i64::from(grouping.max(1));
        let side = |taker: Side| {
            let mut steps: Vec<GroupedLevel> = Vec::new();
            for (ticks, volume) in self.levels(pair, taker, now.secs()) {
                // towards the passive side
                let step = match taker {
                    Side::Buy => ticks.saturating_add(width - 1).div_euclid(width),
                    Side::Sell => ticks.div_euclid(width),
                };
                let price = pair.price(step.saturating_mul(width));
                if let Some(last) = steps.last_mut().filter(|last| last.price == price) {
                    last.volume = last.volume.saturating_add(volume);
                } else if steps.len() < count {
                    steps.push(GroupedLevel { price, volume });
                } else {
                    break;
                }
            }
            steps
        };
        GroupedDepth { asks: side(Side::Buy), bids: side(Side::Sell) }
    }
}
