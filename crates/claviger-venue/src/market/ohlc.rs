//! Candles.

use rust_decimal::Decimal;

use super::{
    Market, Tag, price,
    ticker::{Range, trade_count},
};
use crate::{micros::Micros, money, pair::Pair};

/// Most candles in one answer.
const MOST: i64 = 720;
/// Samples of the path inside one candle.
const SAMPLES: i64 = 8;

/// Length of a candle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// One minute.
    M1,
    /// Five minutes.
    M5,
    /// A quarter of an hour.
    M15,
    /// Half an hour.
    M30,
    /// One hour.
    H1,
    /// Four hours.
    H4,
    /// One day.
    D1,
    /// Seven days.
    W1,
    /// Fifteen days.
    D15,
}

impl Interval {
    /// Every interval, shortest first.
    pub const ALL: [Self; 9] =
        [Self::M1, Self::M5, Self::M15, Self::M30, Self::H1, Self::H4, Self::D1, Self::W1, Self::D15];

    /// The length in minutes, as Kraken names it.
    #[must_use]
    pub const fn minutes(self) -> i64 {
        match self {
            Self::M1 => 1,
            Self::M5 => 5,
            Self::M15 => 15,
            Self::M30 => 30,
            Self::H1 => 60,
            Self::H4 => 240,
            Self::D1 => 1_440,
            Self::W1 => 10_080,
            Self::D15 => 21_600,
        }
    }

    /// The interval of a number of minutes.
    #[must_use]
    pub fn from_minutes(minutes: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|interval| interval.minutes() == minutes)
    }
}

/// One candle. Prices in the quote asset, volume in the base asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candle {
    /// Its first instant.
    pub at: Micros,
    /// First price.
    pub open: Decimal,
    /// Highest price.
    pub high: Decimal,
    /// Lowest price.
    pub low: Decimal,
    /// Last price.
    pub close: Decimal,
    /// Volume-weighted average price.
    pub vwap: Decimal,
    /// Volume traded.
    pub volume: Decimal,
    /// Number of trades.
    pub count: u64,
}

/// Candles, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candles {
    /// At most 720; the last one is still running.
    pub rows: Vec<Candle>,
    /// Start of the last candle that is over: the `since` of the next query.
    pub last: Micros,
}

impl Market {
    /// The latest candles that begin after `since`, at most 720, the running one included.
    #[must_use]
    pub fn ohlc(&self, pair: Pair, interval: Interval, since: Option<Micros>, now: Micros) -> Candles {
        let length = interval.minutes() * 60;
        let running = now.secs().div_euclid(length);
        let after = since.map_or(i64::MIN, |since| since.secs().div_euclid(length) + 1);
        let rows = (after.max(running - MOST + 1)..=running)
            .map(|place| self.candle(pair, place * length, length, now))
            .collect();
        Candles { rows, last: Micros::from_secs((running - 1) * length) }
    }

    fn candle(&self, pair: Pair, start: i64, length: i64, now: Micros) -> Candle {
        let end = (start + length).min(now.secs());
        let ticks = |sec| price::last_ticks(pair, self.mid(pair, sec));
        let inner = (1..SAMPLES).map(|place| start + length * place / SAMPLES).filter(|sec| *sec < end);
        let range = Range::of(inner.chain([start, end]).map(ticks));
        let chance = i128::from(self.hash(pair, Tag::CandleVolume, start, length.cast_unsigned()) % 1_001);
        let lots = self.usual_lots(pair, end - start) * (500 + chance) / 1_000;
        Candle {
            at: Micros::from_secs(start),
            open: pair.price(ticks(start)),
            high: pair.price(range.high),
            low: pair.price(range.low),
            close: pair.price(ticks(end)),
            vwap: pair.price(range.mean),
            volume: money::scaled(lots, pair.lot_decimals()),
            count: trade_count(end - start),
        }
    }
}
