//! The synthetic market: a pure function of (seed, opening instant, pair, time).
//!
//! Nothing here depends on accounts, so a caller may keep its own copy of the [`Market`] and answer public queries without
//! touching the venue. Orders of paper accounts are not shown in the public book.

mod assumptions;
mod book;
mod change;
mod grouped;
mod ohlc;
mod orders;
mod place;
mod price;
mod search;
mod spread;
mod ticker;
mod trades;
mod trail;

pub use book::{Depth, Level};
pub use change::Change;
pub use grouped::{GroupedDepth, GroupedLevel};
pub use ohlc::{Candle, Candles, Interval};
pub use orders::{BookOrder, BookOrders};
use place::Place;
pub(crate) use search::Watch;
pub use spread::{Spread, Spreads};
pub use ticker::{Ticker, TickerSpans};
pub use trades::{PublicTrade, PublicTrades};
pub(crate) use trail::Trail;

use rust_decimal::Decimal;

use crate::{asset::Asset, micros::Micros, money, noise, pair::Pair};

/// Levels on each side of the synthetic book.
pub const BOOK_LEVELS: usize = 500;

/// The synthetic market of one venue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Market {
    seed: u64,
    opened_at: Micros,
    /// Raw walk of each asset at the opening second; taking it off makes the price there the opening price.
    anchors: Vec<i64>,
}

/// Best prices of one market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Highest buying price of the synthetic book.
    pub bid: Decimal,
    /// Lowest selling price of the synthetic book.
    pub ask: Decimal,
    /// Price between them, a multiple of the tick size.
    pub last: Decimal,
}

impl Market {
    /// The market of a seed whose prices stand at the opening prices at `opened_at`.
    #[must_use]
    pub fn new(seed: u64, opened_at: Micros) -> Self {
        let anchors = Asset::all().map(|asset| price::raw(seed, asset, opened_at.secs())).collect();
        Self { seed, opened_at, anchors }
    }

    /// Best prices at an instant. Prices change on whole seconds.
    #[must_use]
    pub fn quote(&self, pair: Pair, now: Micros) -> Quote {
        let mid = self.mid(pair, now.secs());
        Quote {
            bid: pair.price(price::bid_ticks(pair, mid)),
            ask: pair.price(price::ask_ticks(pair, mid)),
            last: pair.price(price::last_ticks(pair, mid)),
        }
    }

    /// What one unit of an asset is worth in dollars, with twelve decimals.
    #[must_use]
    pub fn usd_price(&self, asset: Asset, now: Micros) -> Decimal {
        money::scaled(self.usd(asset, now.secs()), price::SCALE)
    }

    fn hash(&self, pair: Pair, tag: Tag, a: i64, b: u64) -> u64 {
        noise::hash(self.seed, ((pair.index() as u64) << 8) | tag as u64, a.cast_unsigned(), b)
    }
}

/// Uses of the hash, kept apart.
#[derive(Clone, Copy)]
enum Tag {
    AskStep = 1,
    BidStep,
    AskSize,
    BidSize,
    CandleVolume,
    DayVolume,
    TradeCount,
    Trade,
    AskOrders,
    BidOrders,
}
