//! Reading parameters into types. Every function refuses with `EGeneral:Invalid arguments:<name>`
//! unless it says otherwise; a name may stand once, an empty value counts as none.

mod number;
mod price;
mod time;

pub(crate) use number::{choice, decimal, integer, needed_decimal};
pub(crate) use price::{needed_price, price};
pub(crate) use time::{Bound, bounds, dates, instant, moment, seconds};

use crate::error::KrakenError;
use crate::limits::SYMBOL_BYTES;
use crate::parse::Params;
use claviger_venue::{Asset, BalanceName, Pair};

/// `true`, `1` and the like; `false` if absent. What is neither is refused: `validate=maybe` must
/// not place an order.
pub(crate) fn flag(params: &Params<'_>, name: &'static str) -> Result<bool, KrakenError> {
    let Some(text) = params.one(name)? else { return Ok(false) };
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match () {
        () if is(&["true", "1", "yes"]) => Ok(true),
        () if is(&["false", "0", "no", "none", "null"]) => Ok(false),
        () => Err(KrakenError::InvalidArgument(name)),
    }
}

/// Refuses a parameter that asks for something this exchange does not do, unless its value is one
/// of those that ask for nothing.
pub(crate) fn refuse(params: &Params<'_>, name: &'static str, nothing: &[&str]) -> Result<(), KrakenError> {
    match params.one(name)? {
        Some(text) if !nothing.iter().any(|word| text.eq_ignore_ascii_case(word)) => {
            Err(KrakenError::InvalidArgument(name))
        }
        _ => Ok(()),
    }
}

/// The market of `pair`. Unknown: `EQuery:Unknown asset pair`.
pub(crate) fn pair(params: &Params<'_>) -> Result<Pair, KrakenError> {
    Pair::find(params.need("pair")?).ok_or(KrakenError::UnknownAssetPair)
}

/// The market of `symbol`, if given, whose length the documents limit. Unknown: `EQuery:Unknown asset pair`.
pub(crate) fn symbol(params: &Params<'_>) -> Result<Option<Pair>, KrakenError> {
    let Some(text) = params.one("symbol")? else { return Ok(None) };
    if !SYMBOL_BYTES.contains(&text.len()) {
        return Err(KrakenError::InvalidArgument("symbol"));
    }
    Pair::find(text).map(Some).ok_or(KrakenError::UnknownAssetPair)
}

/// The markets of `pair`, a list; none if it is absent. Unknown: `EQuery:Unknown asset pair`.
pub(crate) fn pairs(params: &Params<'_>) -> Result<Vec<Pair>, KrakenError> {
    let names = params.list("pair", Pair::all().len())?;
    let found = names.into_iter().map(|name| Pair::find(name).ok_or(KrakenError::UnknownAssetPair));
    unique(found)
}

/// The balances of `asset`, a list of their names; none if it is absent or `all`. Unknown: `EQuery:Unknown asset`.
pub(crate) fn balances(params: &Params<'_>) -> Result<Vec<BalanceName>, KrakenError> {
    // Each asset has one to trade with, and may have one that is allocated.
    let names = params.list("asset", 2 * Asset::all().len())?;
    if names.as_slice() == ["all"] {
        return Ok(Vec::new());
    }
    unique(names.into_iter().map(|name| BalanceName::find(name).ok_or(KrakenError::UnknownAsset)))
}

/// The asset of a funding call, if one is named. Unknown: `EFunding:Unknown asset`.
pub(crate) fn funding_asset(params: &Params<'_>) -> Result<Option<Asset>, KrakenError> {
    let name = params.one("asset")?;
    name.map(|name| Asset::find(name).ok_or(KrakenError::UnknownFundingAsset)).transpose()
}

/// The asset of a funding call that must name one. Unknown: `EFunding:Unknown asset`.
pub(crate) fn needed_asset(params: &Params<'_>) -> Result<Asset, KrakenError> {
    funding_asset(params)?.ok_or(KrakenError::InvalidArgument("asset"))
}

/// Checks that `method`, if given, is how the asset is moved. Else: `EFunding:No funding method`.
pub(crate) fn check_method(params: &Params<'_>, asset: Asset) -> Result<(), KrakenError> {
    match params.one("method")? {
        Some(name) if !name.eq_ignore_ascii_case(asset.funding().method) => Err(KrakenError::NoFundingMethod),
        _ => Ok(()),
    }
}

/// Each value once, in the order first met.
fn unique<T: PartialEq>(values: impl Iterator<Item = Result<T, KrakenError>>) -> Result<Vec<T>, KrakenError> {
    let mut seen = Vec::new();
    for value in values {
        let value = value?;
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    Ok(seen)
}
