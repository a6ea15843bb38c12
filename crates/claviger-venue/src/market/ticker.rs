//! The ticker: best prices and the last day at a glance.

use rust_decimal::Decimal;

use super::{Change, Market, Tag, price};
use crate::{
    micros::Micros,
    money,
    noise::{ONE, Octave},
    pair::Pair,
};

pub(super) const DAY: i64 = 86_400;
/// Distance of the samples that make up a day's high and low.
const SAMPLE_SECS: i64 = 1_800;

/// A figure for the UTC day so far and for the last 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TickerSpans<T> {
    /// Since midnight UTC.
    pub today: T,
    /// Over the last 24 hours.
    pub day: T,
}

/// A market at a glance. Prices in the quote asset, volumes in the base asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticker {
    /// Best offer to sell.
    pub ask: Decimal,
    /// Its volume.
    pub ask_volume: Decimal,
    /// Best offer to buy.
    pub bid: Decimal,
    /// Its volume.
    pub bid_volume: Decimal,
    /// Last price.
    pub last: Decimal,
    /// Volume of the last public trade.
    pub last_volume: Decimal,
    /// Volume traded.
    pub volume: TickerSpans<Decimal>,
    /// Volume-weighted average price.
    pub vwap: TickerSpans<Decimal>,
    /// Number of trades.
    pub trades: TickerSpans<u64>,
    /// Lowest price.
    pub low: TickerSpans<Decimal>,
    /// Highest price.
    pub high: TickerSpans<Decimal>,
    /// Price at midnight UTC, and 24 hours ago.
    pub open: TickerSpans<Decimal>,
}

impl Ticker {
    /// The change in 24 hours.
    #[must_use]
    pub const fn change(&self) -> Change {
        Change { price: self.last, day_ago: self.open.day }
    }
}

impl Market {
    /// The ticker of a market. The day's figures come from samples, so a trade may lie a little outside high and low.
    #[must_use]
    pub fn ticker(&self, pair: Pair, now: Micros) -> Ticker {
        let sec = now.secs();
        let midnight = sec.div_euclid(DAY) * DAY;
        let quote = self.quote(pair, now);
        let best = |side| self.levels(pair, side, sec).next().map_or(Decimal::ZERO, |(_, volume)| volume);
        let (today, day) = (self.range(pair, midnight, sec), self.range(pair, sec - DAY, sec));
        let lots = self.day_lots(pair, sec);
        let elapsed = i128::from(sec - midnight);
        let volume = |lots| money::scaled(lots, pair.lot_decimals());
        Ticker {
            ask: quote.ask,
            ask_volume: best(crate::order::Side::Buy),
            bid: quote.bid,
            bid_volume: best(crate::order::Side::Sell),
            last: quote.last,
            last_volume: self.last_trade(pair, now).map_or(Decimal::ZERO, |trade| trade.volume),
            volume: TickerSpans { today: volume(lots * elapsed / i128::from(DAY)), day: volume(lots) },
            vwap: TickerSpans { today: pair.price(today.mean), day: pair.price(day.mean) },
            trades: TickerSpans { today: trade_count(sec - midnight), day: trade_count(DAY) },
            low: TickerSpans { today: pair.price(today.low), day: pair.price(day.low) },
            high: TickerSpans { today: pair.price(today.high), day: pair.price(day.high) },
            open: TickerSpans {
                today: self.quote(pair, Micros::from_secs(midnight)).last,
                day: self.change(pair, now).day_ago,
            },
        }
    }

    /// Low, high and mean of the path over a span, both ends included, from samples on a fixed grid.
    fn range(&self, pair: Pair, from: i64, to: i64) -> Range {
        let grid = from.div_euclid(SAMPLE_SECS) + 1..=to.div_euclid(SAMPLE_SECS);
        let samples = grid.map(|place| place * SAMPLE_SECS).chain([from, to]);
        Range::of(samples.map(|sec| price::last_ticks(pair, self.mid(pair, sec))))
    }

    /// Lots traded in the 24 hours before a second: the usual volume, up to 30 % more or less as the hours go.
    fn day_lots(&self, pair: Pair, sec: i64) -> i128 {
        let octave = Octave { key: self.hash(pair, Tag::DayVolume, 0, 0), period: 21_600 };
        let swing = i128::from(octave.at(sec)) * 300 / i128::from(ONE);
        self.usual_lots(pair, DAY) * (1_000 + swing) / 1_000
    }

    /// Lots usually traded in a number of seconds.
    pub(super) fn usual_lots(&self, pair: Pair, secs: i64) -> i128 {
        let row = price::row(pair.base());
        let opening = i128::from(row.opening);
        i128::from(row.daily_kusd) * 1_000 * 100_000_000 * 10_i128.pow(pair.lot_decimals()) / opening
            * i128::from(secs)
            / i128::from(DAY)
    }
}

/// Public trades in a number of seconds: three in ten seconds on average.
pub(super) fn trade_count(secs: i64) -> u64 {
    (secs.max(0) * 3 / 10).cast_unsigned()
}

/// What a set of samples spans, in ticks.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) mean: i64,
}

impl Range {
    pub(super) fn of(samples: impl Iterator<Item = i64>) -> Self {
        let (mut low, mut high, mut sum, mut count) = (i64::MAX, 0, 0_i128, 0_i128);
        for ticks in samples {
            (low, high) = (low.min(ticks), high.max(ticks));
            (sum, count) = (sum + i128::from(ticks), count + 1);
        }
        let mean = i64::try_from(sum / count.max(1)).unwrap_or(high);
        Self { low, high, mean }
    }
}
