//! Prices as asked for: absolute, or relative to the market.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{VenueError, money, pair::Pair};

/// Decimal places of a percentage.
const PERCENT_DECIMALS: u32 = 4;
/// One in units of a percentage's last place.
const WHOLE: i128 = 1_000_000;

/// A distance between prices, not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offset {
    /// An amount of the quote asset, a multiple of the tick size.
    Quote(Decimal),
    /// A percentage of the price it is taken from, with at most four decimals.
    Percent(Decimal),
}

impl Offset {
    /// In whole steps.
    pub(crate) fn steps(self, pair: Pair) -> Result<Steps, VenueError> {
        let steps = match self {
            Self::Quote(amount) if !money::fits(amount, pair.price_decimals()) => {
                return Err(VenueError::TickSize);
            }
            Self::Quote(amount) => pair.ticks(amount).map(Steps::Ticks),
            Self::Percent(percent) => money::units(percent, PERCENT_DECIMALS).map(Steps::Millionths),
        };
        steps.filter(|steps| steps.count() >= 0).ok_or(VenueError::InvalidPrice)
    }

    /// As Kraken writes it: `50.0` or `1.5000%`.
    #[must_use]
    pub fn text(self, pair: Pair) -> String {
        match self {
            Self::Quote(amount) => format!("{amount:.*}", pair.price_decimals() as usize),
            Self::Percent(percent) => format!("{percent:.*}%", PERCENT_DECIMALS as usize),
        }
    }
}

/// An offset in whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Steps {
    /// So many ticks.
    Ticks(i64),
    /// So many millionths of the price.
    Millionths(i64),
}

impl Steps {
    const fn count(self) -> i64 {
        match self {
            Self::Ticks(count) | Self::Millionths(count) => count,
        }
    }

    /// A price in ticks moved by this much; grows with the price.
    pub(crate) fn shift(self, ticks: i64, up: bool) -> i64 {
        let sign = if up { 1 } else { -1 };
        let base = i128::from(ticks);
        let moved = match self {
            Self::Ticks(count) => base + sign * i128::from(count),
            Self::Millionths(count) => {
                (base * (WHOLE + sign * i128::from(count)) + WHOLE / 2).div_euclid(WHOLE)
            }
        };
        i64::try_from(moved).unwrap_or(if up { i64::MAX } else { i64::MIN })
    }

    /// The largest ticks and millionths that may shift a price no further than `span` from `best`: every one that does is
    /// at most as large.
    pub(crate) fn limit_of(span: i64, best: i64) -> [Self; 2] {
        let twice = (i128::from(span) * 2 + 1) * WHOLE / (i128::from(best.max(1)) * 2) + 1;
        [Self::Ticks(span), Self::Millionths(i64::try_from(twice).unwrap_or(i64::MAX))]
    }
}

/// An offset with its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Added; otherwise taken off.
    pub up: bool,
    /// How far.
    pub by: Offset,
}

impl Shift {
    /// The price so far from another in ticks; at least one tick, as whoever needs it then can no longer be refused.
    pub(crate) fn price_from(self, pair: Pair, ticks: i64) -> Result<Decimal, VenueError> {
        Ok(pair.price(self.by.steps(pair)?.shift(ticks, self.up).max(1)))
    }

    /// As Kraken writes it: `+50.0`, `-1.5000%`.
    #[must_use]
    pub fn text(self, pair: Pair) -> String {
        format!("{}{}", if self.up { '+' } else { '-' }, self.by.text(pair))
    }
}

/// A price as asked for, in the quote asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Price {
    /// This price.
    At(Decimal),
    /// Off a reference: `+` and `-`.
    By(Shift),
    /// Off a reference, in the direction that suits side and type of the order: `#`.
    Auto(Offset),
}

impl From<Decimal> for Price {
    fn from(price: Decimal) -> Self {
        Self::At(price)
    }
}

impl Price {
    /// With the direction of [`Price::Auto`] filled in.
    pub(crate) const fn directed(self, up: bool) -> Self {
        match self {
            Self::Auto(by) => Self::By(Shift { up, by }),
            other => other,
        }
    }

    /// The price, in ticks; a relative one is taken from `reference`.
    pub(crate) fn ticks(self, pair: Pair, reference: i64, up: bool) -> Result<i64, VenueError> {
        match self.directed(up) {
            Self::At(price) => price_ticks(pair, price),
            Self::By(Shift { up, by }) => positive(by.steps(pair)?.shift(reference, up)),
            Self::Auto(_) => Err(VenueError::InvalidPrice),
        }
    }

    /// The price, in ticks; one that is out of range is the nearest that is not.
    pub(crate) fn nearest_ticks(self, pair: Pair, reference: i64) -> i64 {
        let ticks = match self {
            Self::At(price) => price_ticks(pair, price),
            Self::By(Shift { up, by }) => by.steps(pair).map(|steps| steps.shift(reference, up)),
            Self::Auto(_) => Ok(reference),
        };
        ticks.unwrap_or(reference).clamp(1, i64::MAX - 1)
    }

    /// The price, as it was given if it is no relative one.
    pub(crate) fn resolve(self, pair: Pair, reference: i64, up: bool) -> Result<Decimal, VenueError> {
        let ticks = self.ticks(pair, reference, up)?;
        Ok(if let Self::At(price) = self { price } else { pair.price(ticks) })
    }

    /// As Kraken writes it.
    #[must_use]
    pub fn text(self, pair: Pair) -> String {
        match self {
            Self::At(price) => format!("{price:.*}", pair.price_decimals() as usize),
            Self::By(shift) => shift.text(pair),
            Self::Auto(by) => format!("#{}", by.text(pair)),
        }
    }
}

fn positive(ticks: i64) -> Result<i64, VenueError> {
    if ticks > 0 && ticks < i64::MAX { Ok(ticks) } else { Err(VenueError::InvalidPrice) }
}

/// A price in ticks.
pub(crate) fn price_ticks(pair: Pair, price: Decimal) -> Result<i64, VenueError> {
    if price <= Decimal::ZERO {
        return Err(VenueError::InvalidPrice);
    }
    if !money::fits(price, pair.price_decimals()) {
        return Err(VenueError::TickSize);
    }
    pair.ticks(price).ok_or(VenueError::InvalidPrice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_shift_and_round_half_up() {
        assert_eq!(Steps::Ticks(5).shift(100, true), 105);
        assert_eq!(Steps::Ticks(5).shift(100, false), 95);
        assert_eq!(Steps::Millionths(15_000).shift(100, true), 102);
        assert_eq!(Steps::Millionths(15_000).shift(100, false), 99);
        assert_eq!(Steps::Millionths(i64::MAX).shift(i64::MAX, true), i64::MAX);
        assert_eq!(Steps::Ticks(i64::MAX).shift(5, false), 5 - i64::MAX);
    }

    #[test]
    fn a_price_out_of_range_is_the_nearest_one() {
        let pair = Pair::find("XBTUSD").unwrap();
        let by = |up, amount: i64| Price::By(Shift { up, by: Offset::Quote(Decimal::from(amount)) });
        assert_eq!(by(false, 500).nearest_ticks(pair, 4_000), 1);
        assert_eq!(by(true, i64::MAX / 10).nearest_ticks(pair, 4_000), i64::MAX - 1);
        assert_eq!(by(true, 500).nearest_ticks(pair, 4_000), 9_000);
        assert_eq!(Price::At(Decimal::from(7)).nearest_ticks(pair, 4_000), 70);
    }

    #[test]
    fn the_limit_of_a_span_misses_nothing() {
        for best in [1, 7, 100, 99_999, 1_165_000] {
            for steps in [0, 1, 40, 999, 5_000, 70_000, 250_000].map(Steps::Millionths) {
                for up in [true, false] {
                    let span = (steps.shift(best, up) - best).abs();
                    let [_, Steps::Millionths(most)] = Steps::limit_of(span, best) else { panic!() };
                    assert!(steps.count() <= most, "{steps:?} {best} {span} {most}");
                }
            }
        }
    }
}
