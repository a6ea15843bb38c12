//! Assets under Kraken's names.

mod table;

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::money;
use table::{ROWS, Row, USD_ROW};

/// One of the venue's assets. Serialised as Kraken's id (`XXBT`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asset(u8);

impl Asset {
    /// US dollar, the quote currency of every market but a few crosses.
    pub const USD: Self = Self(0);
    /// Bitcoin.
    pub const XBT: Self = Self(1);
    /// Ether.
    pub const ETH: Self = Self(2);
    /// XRP.
    pub const XRP: Self = Self(3);
    /// Tether USDt.
    pub const USDT: Self = Self(4);
    /// Solana.
    pub const SOL: Self = Self(6);
    /// Dogecoin.
    pub const XDG: Self = Self(8);
    /// Litecoin.
    pub const LTC: Self = Self(19);

    /// Every asset, in a fixed order.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..ROWS.len() as u8).map(Self)
    }

    /// The asset at a place of the table.
    pub(crate) const fn at(index: u8) -> Self {
        Self(index)
    }

    /// Place in the table.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }

    /// Finds an asset by Kraken's id, its altname or a common alias (`BTC`, `DOGE`); letter case does not matter.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|asset| {
            let row = asset.row();
            [Some(row.id), Some(row.altname), row.alias]
                .into_iter()
                .flatten()
                .any(|known| known.eq_ignore_ascii_case(name))
        })
    }

    fn row(self) -> &'static Row {
        ROWS.get(self.index()).unwrap_or(&USD_ROW)
    }

    /// Kraken's id, such as `XXBT`, `ZUSD` or `SOL`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// Kraken's altname, such as `XBT`, `USD` or `SOL`.
    #[must_use]
    pub fn altname(self) -> &'static str {
        self.row().altname
    }

    /// The name most other venues use where it differs from the altname: `BTC`, `DOGE`.
    #[must_use]
    pub fn alias(self) -> Option<&'static str> {
        self.row().alias
    }

    /// The name newer interfaces of Kraken use: the alias if there is one, else the altname.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.alias().unwrap_or(self.altname())
    }

    /// Full name in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Decimal places of record keeping; every balance is a multiple of `10^-decimals`.
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.row().decimals
    }

    /// Decimal places for display.
    #[must_use]
    pub fn display_decimals(self) -> u32 {
        self.row().display
    }

    /// The one way this asset is deposited and withdrawn.
    #[must_use]
    pub fn funding(self) -> FundingMethod {
        let row = self.row();
        FundingMethod {
            asset: self,
            method: row.method,
            network: row.network,
            deposit_minimum: money::constant(row.deposit_minimum),
            withdrawal_fee: money::constant(row.withdrawal_fee),
            withdrawal_minimum: money::constant(row.withdrawal_minimum),
        }
    }

    /// An amount as Kraken writes it: all decimals of the asset, `1.0000000000` for a bitcoin.
    #[must_use]
    pub fn format(self, amount: Decimal) -> String {
        format!("{:.*}", self.decimals() as usize, amount)
    }
}

/// How an asset enters and leaves the venue. Amounts in the asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundingMethod {
    /// The asset.
    pub asset: Asset,
    /// Kraken's name of the method, such as `Bitcoin`.
    pub method: &'static str,
    /// Name of the network.
    pub network: &'static str,
    /// Least deposit that is credited.
    pub deposit_minimum: Decimal,
    /// Fee of a withdrawal, taken out of the amount.
    pub withdrawal_fee: Decimal,
    /// Least amount (fee included) of a withdrawal.
    pub withdrawal_minimum: Decimal,
}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl fmt::Display for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Asset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Asset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::all().find(|asset| asset.id() == id).ok_or_else(|| D::Error::custom("unknown asset"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_find_their_asset() {
        for (name, asset) in [
            ("XXBT", Asset::XBT),
            ("XBT", Asset::XBT),
            ("BTC", Asset::XBT),
            ("btc", Asset::XBT),
            ("USD", Asset::USD),
            ("ZUSD", Asset::USD),
            ("DOGE", Asset::XDG),
            ("XXDG", Asset::XDG),
            ("XETH", Asset::ETH),
            ("SOL", Asset::SOL),
            ("XLTC", Asset::LTC),
            ("USDT", Asset::USDT),
            ("XXRP", Asset::XRP),
        ] {
            assert_eq!(Asset::find(name), Some(asset), "{name}");
        }
        assert_eq!(Asset::find("ZEUR"), None);
        assert_eq!(Asset::find(""), None);
    }

    #[test]
    fn no_two_assets_share_a_name() {
        for asset in Asset::all() {
            assert_eq!(Asset::find(asset.id()), Some(asset));
            assert_eq!(Asset::find(asset.altname()), Some(asset));
            let funding = asset.funding();
            assert!(funding.withdrawal_minimum > funding.withdrawal_fee, "{asset}");
        }
        assert_eq!(Asset::all().len(), 31);
    }

    #[test]
    fn balances_read_as_on_kraken() {
        assert_eq!(Asset::XBT.format(Decimal::ONE), "1.0000000000");
        assert_eq!(Asset::USD.format(Decimal::new(1_234_567, 3)), "1234.5670");
    }
}
