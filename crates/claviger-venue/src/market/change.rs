//! The last price beside that of 24 hours before.

use rust_decimal::Decimal;

use super::{Market, ticker::DAY};
use crate::{
    alert::{Direction, PERCENT_DECIMALS},
    market::Watch,
    micros::Micros,
    money,
    pair::Pair,
};

/// One in hundredths of a percent.
const WHOLE: i128 = 10_000;

/// A last price and that of 24 hours before, in the quote asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The price.
    pub price: Decimal,
    /// The price 24 hours before; positive.
    pub day_ago: Decimal,
}

impl Change {
    /// How far it rose, in the quote asset; negative if it fell.
    #[must_use]
    pub fn absolute(&self) -> Decimal {
        self.price - self.day_ago
    }

    /// How far it rose, in percent of the price 24 hours before, with two decimals; negative if it fell. What is finer is cut
    /// off, not rounded: `5.00` is never said of less than five percent.
    #[must_use]
    pub fn percent(&self) -> Decimal {
        let scale = self.price.scale().max(self.day_ago.scale());
        let units = |price| money::units(price, scale).map_or(0, i128::from);
        let (now, then) = (units(self.price), units(self.day_ago));
        money::scaled((now - then) * WHOLE / then.max(1), PERCENT_DECIMALS)
    }
}

impl Market {
    /// The last price at an instant beside that of 24 hours before.
    #[must_use]
    pub fn change(&self, pair: Pair, now: Micros) -> Change {
        let price = |sec| pair.price(self.last_ticks(pair, sec));
        Change { price: price(now.secs()), day_ago: price(now.secs().saturating_sub(DAY)) }
    }

    /// The least and the greatest that a change in 24 hours comes to over a span, in hundredths of a percent, whole ones: it
    /// is at least five percent exactly if this is at least 500. A bound; exact for a single second.
    pub(super) fn change_bounds(&self, way: Direction, pair: Pair, (from, to): (i64, i64)) -> (i64, i64) {
        let prices = |from, to| {
            let bound = |watch| i128::from(self.bound(watch, pair, from, to));
            (bound(Watch::LastFalls), bound(Watch::LastRises))
        };
        let (low, high) = prices(from, to);
        let (then_low, then_high) = prices(from.saturating_sub(DAY), to.saturating_sub(DAY));
        let rise = (part(low - then_high, then_high), part(high - then_low, then_low));
        let fall = (part(then_low - high, then_low), part(then_high - low, then_high));
        match way {
            Direction::Up => rise,
            Direction::Down => fall,
            // of a change one way is the negative of the other, and the greater is its size
            Direction::Either => (rise.0.max(fall.0).max(0), rise.1.max(fall.1)),
        }
    }
}

/// A part of a whole that is positive, in whole hundredths of a percent, rounded down.
fn part(part: i128, whole: i128) -> i64 {
    let points = (part * WHOLE).div_euclid(whole.max(1));
    i64::try_from(points).unwrap_or(if points > 0 { i64::MAX } else { i64::MIN })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPENED: i64 = 1_760_000_000;
    const WAYS: [Direction; 3] = [Direction::Up, Direction::Down, Direction::Either];

    fn change(price: i64, day_ago: i64) -> Change {
        Change { price: Decimal::new(price, 1), day_ago: Decimal::new(day_ago, 1) }
    }

    #[test]
    fn a_change_is_cut_off_towards_zero() {
        let said = |price, day_ago| change(price, day_ago).percent().to_string();
        assert_eq!(said(10_500, 10_000), "5.00");
        assert_eq!(said(10_499, 10_000), "4.99");
        assert_eq!(said(1_049_999, 1_000_000), "4.99");
        assert_eq!(said(950_001, 1_000_000), "-4.99");
        assert_eq!(said(9_500, 10_000), "-5.00");
        assert_eq!(said(1_000_001, 1_000_000), "0.00");
        assert_eq!(change(10_500, 10_000).absolute().to_string(), "50.0");
        assert_eq!(change(9_500, 10_000).absolute().to_string(), "-50.0");
    }

    #[test]
    fn bounds_hold_every_second_and_are_exact_for_one() {
        for (seed, name) in [(1, "XBTUSD"), (2, "ETHXBT"), (3, "USDTUSD"), (4, "SHIBUSD")] {
            let market = Market::new(seed, Micros::from_secs(OPENED));
            let pair = Pair::find(name).unwrap();
            for way in WAYS {
                for (from, span) in [(0, 0), (100_000, 59), (7_777, 600), (432_100, 4_000)] {
                    let from = OPENED + from;
                    let bounds = market.change_bounds(way, pair, (from, from + span));
                    for sec in (from..=from + span).step_by(7) {
                        let (low, high) = market.change_bounds(way, pair, (sec, sec));
                        assert_eq!(low, high, "{name} {way:?} {sec}");
                        assert!(bounds.0 <= low && high <= bounds.1, "{name} {way:?} {sec}");
                    }
                }
            }
        }
    }

    /// What is compared with a level is what is said in percent.
    #[test]
    fn what_is_watched_is_what_is_shown() {
        let market = Market::new(9, Micros::from_secs(OPENED));
        let pair = Pair::find("XBTUSD").unwrap();
        for sec in (OPENED..OPENED + 400_000).step_by(997) {
            let percent = market.change(pair, Micros::from_secs(sec)).percent();
            let points = |way| market.change_bounds(way, pair, (sec, sec)).0;
            assert_eq!(points(Direction::Either), money::units(percent.abs(), 2).unwrap(), "{sec}");
            let (up, down) = (points(Direction::Up), points(Direction::Down));
            assert_eq!(up.max(down), points(Direction::Either), "{sec}");
            assert!(up.min(down) <= 0, "{sec}");
        }
    }
}
