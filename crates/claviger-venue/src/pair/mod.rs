//! Markets under Kraken's names.

mod table;

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{asset::Asset, money};
use table::{FIRST, ROWS, Row};

/// One of the venue's markets. Serialised as Kraken's id (`XXBTZUSD`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair(u8);

impl Pair {
    /// Every market, in a fixed order.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..ROWS.len() as u8).map(Self)
    }

    /// Place in the table.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }

    /// Finds a market by Kraken's id, altname or wsname, also with common aliases (`BTCUSD`, `DOGE/USD`); letter case does
    /// not matter.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|pair| pair.is_named(name))
    }

    fn is_named(self, name: &str) -> bool {
        if self.id().eq_ignore_ascii_case(name) {
            return true;
        }
        let (base, quote) = (self.base(), self.quote());
        let names = |asset: Asset| [Some(asset.altname()), asset.alias()].into_iter().flatten();
        names(base).any(|b| names(quote).any(|q| is_joined(name, b, q)))
    }

    /// The market of a base and a quote asset.
    #[must_use]
    pub fn of(base: Asset, quote: Asset) -> Option<Self> {
        Self::all().find(|pair| pair.base() == base && pair.quote() == quote)
    }

    fn row(self) -> &'static Row {
        ROWS.get(self.index()).unwrap_or(&FIRST)
    }

    /// Kraken's id, such as `XXBTZUSD`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// Kraken's altname, such as `XBTUSD`.
    #[must_use]
    pub fn altname(self) -> String {
        format!("{}{}", self.base().altname(), self.quote().altname())
    }

    /// Kraken's socket name, such as `XBT/USD`.
    #[must_use]
    pub fn wsname(self) -> String {
        format!("{}/{}", self.base().altname(), self.quote().altname())
    }

    /// The name newer interfaces of Kraken use, such as `BTC/USD`.
    #[must_use]
    pub fn symbol(self) -> String {
        format!("{}/{}", self.base().code(), self.quote().code())
    }

    /// The asset that is bought and sold; volumes are in it.
    #[must_use]
    pub fn base(self) -> Asset {
        Asset::at(self.row().base)
    }

    /// The asset it is priced in; prices and costs are in it.
    #[must_use]
    pub fn quote(self) -> Asset {
        Asset::at(self.row().quote)
    }

    /// Decimal places of a price. The tick size is `10^-price_decimals`.
    #[must_use]
    pub fn price_decimals(self) -> u32 {
        self.row().price_decimals
    }

    /// Decimal places of a volume.
    #[must_use]
    pub fn lot_decimals(self) -> u32 {
        self.row().lot_decimals
    }

    /// Decimal places of a cost.
    #[must_use]
    pub fn cost_decimals(self) -> u32 {
        self.quote().decimals()
    }

    /// Step of prices, in the quote asset.
    #[must_use]
    pub fn tick_size(self) -> Decimal {
        money::scaled(1, self.price_decimals())
    }

    /// Least volume of an order, in the base asset.
    #[must_use]
    pub fn order_minimum(self) -> Decimal {
        money::constant(self.row().order_minimum)
    }

    /// Least cost of an order, in the quote asset.
    #[must_use]
    pub fn cost_minimum(self) -> Decimal {
        money::constant(self.row().cost_minimum)
    }

    /// The price of a number of ticks.
    pub(crate) fn price(self, ticks: i64) -> Decimal {
        money::scaled(i128::from(ticks), self.price_decimals())
    }

    /// The number of ticks of a price; `None` when it is not a multiple of the tick size or out of range.
    pub(crate) fn ticks(self, price: Decimal) -> Option<i64> {
        money::units(price, self.price_decimals())
    }
}

/// Whether `name` is `base` and `quote` with or without a slash between them.
fn is_joined(name: &str, base: &str, quote: &str) -> bool {
    let Some((head, tail)) = name.split_at_checked(base.len()) else { return false };
    head.eq_ignore_ascii_case(base) && tail.strip_prefix('/').unwrap_or(tail).eq_ignore_ascii_case(quote)
}

impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Pair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Pair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::all().find(|pair| pair.id() == id).ok_or_else(|| D::Error::custom("unknown pair"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_find_their_market() {
        for (name, id) in [
            ("XXBTZUSD", "XXBTZUSD"),
            ("XBTUSD", "XXBTZUSD"),
            ("XBT/USD", "XXBTZUSD"),
            ("BTC/USD", "XXBTZUSD"),
            ("BTCUSD", "XXBTZUSD"),
            ("ETHUSD", "XETHZUSD"),
            ("DOGE/USD", "XDGUSD"),
            ("XDGUSD", "XDGUSD"),
            ("SOLUSD", "SOLUSD"),
            ("USDTUSD", "USDTZUSD"),
            ("ETH/BTC", "XETHXXBT"),
            ("ethxbt", "XETHXXBT"),
            ("XMR/USD", "XXMRZUSD"),
        ] {
            assert_eq!(Pair::find(name).map(Pair::id), Some(id), "{name}");
        }
        for bad in ["", "/", "USD", "XBT//USD", "XBTEUR", "é/USD"] {
            assert_eq!(Pair::find(bad), None, "{bad}");
        }
    }

    #[test]
    fn every_asset_has_a_dollar_market_and_room_for_its_lots() {
        for asset in Asset::all().skip(1) {
            assert!(Pair::of(asset, Asset::USD).is_some(), "{asset}");
        }
        for pair in Pair::all() {
            assert_eq!(Pair::find(&pair.altname()), Some(pair));
            assert_eq!(Pair::find(&pair.wsname()), Some(pair));
            assert_eq!(Pair::find(&pair.symbol()), Some(pair));
            assert!(pair.base().decimals() >= pair.lot_decimals());
        }
    }

    #[test]
    fn ticks_and_prices_are_inverse() {
        let pair = Pair::find("XBTUSD").unwrap();
        assert_eq!(pair.ticks(Decimal::new(375_000, 1)), Some(375_000));
        assert_eq!(pair.ticks(Decimal::new(375_001, 2)), None);
        assert_eq!(pair.ticks(Decimal::MAX), None);
        assert_eq!(pair.price(375_000), Decimal::new(37_500, 0));
    }
}
