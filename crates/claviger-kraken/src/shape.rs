//! How values look in an answer: amounts as strings, times as numbers, maps in a given order.

use crate::error::KrakenError;
use arrayvec::ArrayString;
use claviger_venue::{Asset, Micros, Pair};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::cell::RefCell;
use std::fmt;

/// A decimal with a fixed number of places, as a string: `"1.0000000000"`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fixed(pub(crate) Decimal, pub(crate) u32);

impl Fixed {
    /// A price in a market.
    pub(crate) fn price(pair: Pair, price: Decimal) -> Self {
        Fixed(price, pair.price_decimals())
    }

    /// A volume in a market.
    pub(crate) fn volume(pair: Pair, volume: Decimal) -> Self {
        Fixed(volume, pair.lot_decimals())
    }

    /// A cost or a fee in a market.
    pub(crate) fn cost(pair: Pair, cost: Decimal) -> Self {
        Fixed(cost, pair.cost_decimals())
    }

    /// An amount of an asset.
    pub(crate) fn amount(asset: Asset, amount: Decimal) -> Self {
        Fixed(amount, asset.decimals())
    }
}

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.*}", self.1 as usize, self.0)
    }
}

impl Serialize for Fixed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match Digits::of(self.0, self.1) {
            Some(digits) => serializer.serialize_str(&digits.0),
            None => serializer.collect_str(self),
        }
    }
}

/// The text of a decimal that needs no rounding and fits 64 bits, as nearly every amount does: made
/// for balances and books, where formatting in general is a good part of the whole answer.
struct Digits(ArrayString<{ Digits::ROOM }>);

impl Digits {
    /// Sign, 20 digits, the point, and zeros for the most decimals there are.
    const ROOM: usize = 56;
    const MOST_PLACES: u32 = 28;
    const ZEROS: &str = "0000000000000000000000000000";

    fn of(value: Decimal, places: u32) -> Option<Self> {
        let (mantissa, scale) = (value.mantissa(), value.scale());
        let missing = places.checked_sub(scale).filter(|_| places <= Digits::MOST_PLACES)?;
        let units = u64::try_from(mantissa.unsigned_abs()).ok()?.checked_mul(10u64.checked_pow(missing)?)?;
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(units);
        let places = places as usize;
        // One digit before the point, whatever the value.
        let (whole, fraction) = match digits.len().checked_sub(places) {
            Some(whole) if whole > 0 => digits.split_at_checked(whole)?,
            _ => ("0", digits),
        };
        let zeros = Digits::ZEROS.get(..places - fraction.len())?;
        let mut text = ArrayString::new();
        if value.is_sign_negative() {
            text.try_push('-').ok()?;
        }
        for part in [whole, if places > 0 { "." } else { "" }, zeros, fraction] {
            text.try_push_str(part).ok()?;
        }
        Some(Digits(text))
    }
}

/// An instant in seconds with its fraction, as a number: `1688665496.7808`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seconds(pub(crate) Micros);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let micros = self.0.0.max(0);
        // Read as a decimal fraction, so that the nearest number to it is written.
        let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
        serializer.serialize_f64(text.parse().unwrap_or_default())
    }
}

/// An instant as RFC 3339 has it, in UTC, its fraction only where there is one: `2026-11-24T13:40:55Z`.
pub(crate) fn rfc3339(at: Micros) -> Result<String, KrakenError> {
    jiff::Timestamp::from_microsecond(at.0).map(|at| at.to_string()).map_err(|_| KrakenError::Internal)
}

/// An instant as the exchange's files have it, in UTC, in whole seconds: `2026-11-24 13:40:55`.
pub(crate) fn utc(at: Micros) -> Result<String, KrakenError> {
    let at = jiff::Timestamp::from_second(at.secs()).map_err(|_| KrakenError::Internal)?;
    Ok(at.to_zoned(jiff::tz::TimeZone::UTC).datetime().strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// A fee of `(mantissa, scale)` as a percentage, as a number: `0.4`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Percent(pub(crate) (i64, u32));

impl Percent {
    /// The percentage.
    pub(crate) fn value(self) -> Decimal {
        let (mantissa, scale) = self.0;
        Decimal::try_new(mantissa, scale.saturating_sub(2)).unwrap_or_default()
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value().normalize().to_string().parse().unwrap_or_default())
    }
}

/// A JSON object made of pairs, in their order, without collecting them first. Written once.
pub(crate) struct Object<I>(RefCell<Option<I>>);

/// An object of these pairs.
pub(crate) fn object<I: IntoIterator<Item = (K, V)>, K: Serialize, V: Serialize>(pairs: I) -> Object<I> {
    Object(RefCell::new(Some(pairs)))
}

impl<I, K, V> Serialize for Object<I>
where
    I: IntoIterator<Item = (K, V)>,
    K: Serialize,
    V: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.take() {
            Some(pairs) => serializer.collect_map(pairs),
            None => Err(serde::ser::Error::custom("an object is written once")),
        }
    }
}

/// A market's id with what is said of it, as the only member of an object, and `last` beside it
/// where there is one.
pub(crate) struct OfPair<T, L>(pub(crate) Pair, pub(crate) T, pub(crate) Option<L>);

impl<T: Serialize, L: Serialize> Serialize for OfPair<T, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.0.id(), &self.1)?;
        if let Some(last) = &self.2 {
            map.serialize_entry("last", last)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: impl Serialize) -> String {
        serde_json::to_string(&value).unwrap()
    }

    proptest::proptest! {
        /// However a decimal is written, its text is that of the library.
        #[test]
        fn digits_are_those_of_the_library(
            mantissa in proptest::prop_oneof![proptest::num::i64::ANY, -1000i64..1000],
            scale in 0u32..=12,
            places in 0u32..=12,
        ) {
            let value = Decimal::new(mantissa, scale);
            proptest::prop_assert_eq!(text(Fixed(value, places)), format!("\"{:.*}\"", places as usize, value));
        }
    }

    #[test]
    fn signs_and_zeros() {
        let negative_zero = -Decimal::new(0, 2);
        for (value, places) in
            [(negative_zero, 2), (Decimal::new(-5, 3), 3), (Decimal::ZERO, 0), (Decimal::MAX, 2)]
        {
            assert_eq!(text(Fixed(value, places)), format!("\"{:.*}\"", places as usize, value));
        }
    }

    #[test]
    fn numbers_look_as_on_the_exchange() {
        assert_eq!(text(Fixed::amount(Asset::XBT, Decimal::ONE)), "\"1.0000000000\"");
        assert_eq!(text(Seconds(Micros(1_688_665_496_780_800))), "1688665496.7808");
        assert_eq!(text(Seconds(Micros(1_688_665_496_000_001))), "1688665496.000001");
        assert_eq!(text(Percent((40, 4))), "0.4");
        assert_eq!(text(Percent((25, 4))), "0.25");
        assert_eq!(text(object([("a", 1), ("b", 2)])), r#"{"a":1,"b":2}"#);
    }
}
