//! How values look in answers of this interface.

use super::ids;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::shape::Fixed;
use bytes::Bytes;
use claviger_venue::{Asset, Micros};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// The class of every asset there is.
pub(super) const CURRENCY: &str = "currency";
/// A class the exchange has and this one has nothing of.
pub(super) const TOKENIZED: &str = "tokenized_asset";

/// The bare object.
pub(super) fn bare<T: Serialize + ?Sized>(object: &T) -> Result<Bytes, KrakenError> {
    serde_json::to_vec(object).map(Bytes::from).map_err(|_| KrakenError::Internal)
}

/// An asset by class and name.
#[derive(Serialize)]
pub(super) struct AssetName {
    class: &'static str,
    name: &'static str,
}

impl From<Asset> for AssetName {
    fn from(asset: Asset) -> Self {
        AssetName { class: CURRENCY, name: asset.altname() }
    }
}

/// An amount with its asset.
#[derive(Serialize)]
pub(super) struct Amount {
    asset: AssetName,
    amount: Fixed,
}

impl Amount {
    pub(super) fn new(asset: Asset, amount: Decimal) -> Self {
        Amount { asset: asset.into(), amount: Fixed::amount(asset, amount) }
    }
}

/// An instant as RFC 3339 has it.
pub(super) struct Rfc3339(pub(super) Micros);

impl Serialize for Rfc3339 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let instant = jiff::Timestamp::from_microsecond(self.0.0).unwrap_or_default();
        serializer.collect_str(&instant)
    }
}

/// Where to send: an address on a network, or an account at a bank.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Details<'a> {
    Crypto { address: &'a str },
    Fiat { account: &'a str },
}

impl<'a> Details<'a> {
    pub(super) fn new(asset: Asset, address: &'a str) -> Self {
        if ids::is_fiat(asset) { Details::Fiat { account: address } } else { Details::Crypto { address } }
    }
}

/// The assets a query asks for by class and name.
pub(super) struct Asked {
    class: bool,
    name: Option<Asset>,
}

impl Asked {
    /// Reads `asset[class]` and `asset[name]`. Unknown names: `EFunding:Unknown asset`.
    pub(super) fn of(query: &Params<'_>) -> Result<Self, KrakenError> {
        let class = class(query.one("asset[class]")?, "asset[class]")?;
        let name = query.one("asset[name]")?;
        let name = name.map(|name| Asset::find(name).ok_or(KrakenError::UnknownFundingAsset));
        Ok(Asked { class, name: name.transpose()? })
    }

    pub(super) fn takes(&self, asset: Asset) -> bool {
        self.class && self.name.is_none_or(|name| name == asset)
    }
}

/// Whether a class, if given, is the one there is.
pub(super) fn class(text: Option<&str>, field: &'static str) -> Result<bool, KrakenError> {
    match text {
        None | Some(CURRENCY) => Ok(true),
        Some(TOKENIZED) => Ok(false),
        Some(_) => Err(KrakenError::InvalidArgument(field)),
    }
}
