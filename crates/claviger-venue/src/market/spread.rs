//! Recent best prices.

use rust_decimal::Decimal;

use super::Market;
use crate::{micros::Micros, pair::Pair};

/// Most rows in one answer.
const MOST: i64 = 200;

/// Best prices at one second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The second.
    pub at: Micros,
    /// Best offer to buy.
    pub bid: Decimal,
    /// Best offer to sell.
    pub ask: Decimal,
}

/// Best prices over time, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spreads {
    /// One row a second, at most 200.
    pub rows: Vec<Spread>,
    /// The `since` of the next query.
    pub last: Micros,
}

impl Market {
    /// Best prices at the seconds from `since` on, at most the latest 200.
    #[must_use]
    pub fn spread(&self, pair: Pair, since: Option<Micros>, now: Micros) -> Spreads {
        let first = since.map_or(i64::MIN, Micros::secs).max(now.secs() - MOST + 1);
        let row = |sec| {
            let at = Micros::from_secs(sec);
            let quote = self.quote(pair, at);
            Spread { at, bid: quote.bid, ask: quote.ask }
        };
        Spreads { rows: (first..=now.secs()).map(row).collect(), last: Micros::from_secs(now.secs()) }
    }
}
