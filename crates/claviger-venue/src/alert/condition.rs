//! What an alert waits for.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::AlertError;
use crate::{market::Watch, money, order::price_ticks, pair::Pair};

/// Decimal places of a percentage: a change is measured in hundredths of a percent.
pub(crate) const PERCENT_DECIMALS: u32 = 2;
/// Largest change that may be asked for, in hundredths of a percent.
const LARGEST: i64 = 100_000;
/// A price cannot fall by as much as this, in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// Which way a price changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It rises.
    Up,
    /// It falls.
    Down,
    /// It does one or the other.
    Either,
}

/// What must hold of the last price at a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// It is at or above this price.
    Above(Decimal),
    /// It is at or below this price.
    Below(Decimal),
    /// It differs by at least so much from the last price of 24 hours before.
    Change {
        /// Which way.
        direction: Direction,
        /// How much: 0.01 to 1000 percent of the price of 24 hours before, with at most two decimals; a fall below 100.
        percent: Decimal,
    },
}

impl Condition {
    /// The watched price and the level at which this comes to hold.
    ///
    /// # Errors
    /// [`AlertError`]: not a price of the market, or a percentage out of range.
    pub(crate) fn mark(self, pair: Pair) -> Result<(Watch, i64), AlertError> {
        match self {
            Self::Above(price) => Ok((Watch::LastRises, price_ticks(pair, price)?)),
            Self::Below(price) => Ok((Watch::LastFalls, price_ticks(pair, price)?)),
            Self::Change { direction, percent } => {
                let most = if direction == Direction::Down { WHOLE - 1 } else { LARGEST };
                let points = money::units(percent, PERCENT_DECIMALS).filter(|p| (1..=most).contains(p));
                Ok((Watch::ChangeRises(direction), points.ok_or(AlertError::Percent)?))
            }
        }
    }

    /// In words, for people: `above 120000.0`, `down 5.00 % in 24 h`.
    #[must_use]
    pub fn text(self, pair: Pair) -> String {
        let price = |price| format!("{price:.*}", pair.price_decimals() as usize);
        match self {
            Self::Above(at) => format!("above {}", price(at)),
            Self::Below(at) => format!("below {}", price(at)),
            Self::Change { direction, percent } => {
                let way = match direction {
                    Direction::Up => "up ",
                    Direction::Down => "down ",
                    Direction::Either => "up or down ",
                };
                format!("{way}{percent:.2} % in 24 h")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(direction: Direction, percent: &str) -> Condition {
        Condition::Change { direction, percent: percent.parse().unwrap() }
    }

    #[test]
    fn only_prices_and_percentages_that_can_be_are_marks() {
        let pair = Pair::find("XBTUSD").unwrap();
        let mark = |condition: Condition| condition.mark(pair);
        let at = |text: &str| Condition::Above(text.parse().unwrap());
        assert_eq!(mark(at("120000.5")), Ok((Watch::LastRises, 1_200_005)));
        assert_eq!(mark(at("120000.55")), Err(AlertError::TickSize));
        for bad in ["0", "-1", "79228162514264337593543950335"] {
            assert_eq!(mark(at(bad)), Err(AlertError::Price), "{bad}");
        }
        let up = |text| mark(change(Direction::Up, text));
        assert_eq!(up("1.5"), Ok((Watch::ChangeRises(Direction::Up), 150)));
        assert_eq!((up("0.01").is_ok(), up("1000").is_ok()), (true, true));
        for bad in ["0", "0.001", "-5", "1000.01", "1.555", "79228162514264337593543950335"] {
            assert_eq!(up(bad), Err(AlertError::Percent), "{bad}");
        }
        assert_eq!(mark(change(Direction::Down, "100")), Err(AlertError::Percent));
        assert!(mark(change(Direction::Down, "99.99")).is_ok());
        assert!(mark(change(Direction::Either, "100")).is_ok());
    }

    #[test]
    fn they_are_said_in_words() {
        let pair = Pair::find("XBTUSD").unwrap();
        assert_eq!(Condition::Below(Decimal::from(5)).text(pair), "below 5.0");
        assert_eq!(change(Direction::Either, "5").text(pair), "up or down 5.00 % in 24 h");
    }
}
