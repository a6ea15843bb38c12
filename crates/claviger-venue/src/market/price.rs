//! The price path: opening price times one plus several octaves of value noise, in integers.

use super::{
    Market,
    assumptions::{ROWS, Row, Temper, USD},
};
use crate::{
    asset::Asset,
    noise::{self, ONE, Octave},
    pair::Pair,
};

/// Decimal places of a price in fixed point.
pub(super) const SCALE: u32 = 12;
/// One dollar in fixed point.
pub(super) const UNIT: i128 = 1_000_000_000_000;

/// Octaves: period in seconds, amplitude in millionths. Periods share no factors, so that lattices do not line up.
const OCTAVES: [(i64, i64); 9] = [
    (7, 40),
    (31, 90),
    (179, 250),
    (907, 700),
    (3_607, 1_600),
    (21_601, 5_000),
    (86_399, 11_000),
    (345_601, 20_000),
    (1_382_411, 35_000),
];

/// Tag of the walks in the hash; above every tag of a market.
const WALK: u64 = 1 << 32;

fn octaves(seed: u64, asset: Asset) -> impl Iterator<Item = (Octave, i64)> {
    OCTAVES.into_iter().enumerate().map(move |(place, (period, amplitude))| {
        let key = noise::hash(seed, WALK, asset.index() as u64, place as u64);
        (Octave { key, period }, amplitude)
    })
}

/// The unscaled walk of an asset at a second: millionths times [`ONE`].
pub(super) fn raw(seed: u64, asset: Asset, sec: i64) -> i64 {
    octaves(seed, asset).map(|(octave, amplitude)| octave.at(sec) * amplitude).sum()
}

/// Bounds of [`raw`] over seconds, exact for a single one.
fn raw_bounds(seed: u64, asset: Asset, from: i64, to: i64) -> (i64, i64) {
    octaves(seed, asset).fold((0, 0), |(low, high), (octave, amplitude)| {
        let (a, b) = octave.bounds(from, to);
        (low + a * amplitude, high + b * amplitude)
    })
}

impl Temper {
    /// Factor on the walk as a fraction. Amplitudes add up to 7.4 %, twice that between two instants: a 400th keeps a
    /// stable price within 0.04 %.
    const fn factor(self) -> (i128, i128) {
        match self {
            Self::Stable => (1, 400),
            Self::Major => (1, 1),
            Self::Minor => (3, 2),
        }
    }

    /// Half of the spread in millionths of the price.
    const fn half_spread(self) -> i128 {
        match self {
            Self::Stable => 10,
            Self::Major => 20,
            Self::Minor => 150,
        }
    }
}

pub(super) fn row(asset: Asset) -> &'static Row {
    ROWS.get(asset.index()).unwrap_or(&USD)
}

impl Market {
    fn walk(&self, asset: Asset, raw: i64) -> i128 {
        let row = row(asset);
        let opening = i128::from(row.opening) * (UNIT / 100_000_000);
        let (numerator, denominator) = row.temper.factor();
        let one = 1_000_000 * i128::from(ONE) * denominator;
        let anchor = self.anchors.get(asset.index()).copied().unwrap_or(0);
        opening * (one + i128::from(raw - anchor) * numerator) / one
    }

    /// Dollars for one unit of an asset, in fixed point; always positive.
    pub(super) fn usd(&self, asset: Asset, sec: i64) -> i128 {
        if asset == Asset::USD { UNIT } else { self.walk(asset, raw(self.seed, asset, sec)) }
    }

    fn usd_bounds(&self, asset: Asset, from: i64, to: i64) -> (i128, i128) {
        if asset == Asset::USD {
            return (UNIT, UNIT);
        }
        let (low, high) = raw_bounds(self.seed, asset, from, to);
        (self.walk(asset, low), self.walk(asset, high))
    }

    /// Middle price of a market in fixed point.
    pub(super) fn mid(&self, pair: Pair, sec: i64) -> i128 {
        self.usd(pair.base(), sec) * UNIT / self.usd(pair.quote(), sec)
    }

    /// Bounds of [`Market::mid`] over seconds, exact for a single one.
    pub(super) fn mid_bounds(&self, pair: Pair, from: i64, to: i64) -> (i128, i128) {
        let (base_low, base_high) = self.usd_bounds(pair.base(), from, to);
        let (quote_low, quote_high) = self.usd_bounds(pair.quote(), from, to);
        (base_low * UNIT / quote_high, base_high * UNIT / quote_low)
    }
}

/// One tick of a market in fixed point.
pub(super) fn tick(pair: Pair) -> i128 {
    10_i128.pow(SCALE.saturating_sub(pair.price_decimals()))
}

fn ticks(price: i128, tick: i128) -> i64 {
    i64::try_from(price / tick).unwrap_or(i64::MAX)
}

/// Best selling price for a middle price; grows with it.
pub(super) fn ask_ticks(pair: Pair, mid: i128) -> i64 {
    let half = row(pair.base()).temper.half_spread();
    ticks(mid * (1_000_000 + half) / 1_000_000, tick(pair)) + 1
}

/// Best buying price for a middle price, at least one tick; grows with it.
pub(super) fn bid_ticks(pair: Pair, mid: i128) -> i64 {
    let half = row(pair.base()).temper.half_spread();
    let tick = tick(pair);
    (ticks(mid * (1_000_000 - half) / 1_000_000 + tick - 1, tick) - 1).max(1)
}

/// Middle price rounded to a tick.
pub(super) fn last_ticks(pair: Pair, mid: i128) -> i64 {
    let tick = tick(pair);
    ticks(mid + tick / 2, tick).max(1)
}
