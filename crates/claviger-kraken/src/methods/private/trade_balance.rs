//! `TradeBalance`: the account's worth in one asset. There is no margin here.

use super::View;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::shape::Fixed;
use claviger_venue::Asset;
use rust_decimal::Decimal;
use serde::Serialize;

#[derive(Serialize)]
struct Worth {
    eb: Fixed,
    tb: Fixed,
    m: Fixed,
    uv: Fixed,
    n: Fixed,
    c: Fixed,
    v: Fixed,
    e: Fixed,
    mf: Fixed,
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let asset = match params.one("asset")? {
        None => Asset::USD,
        Some(name) => Asset::find(name).ok_or(KrakenError::UnknownAsset)?,
    };
    let amount = |amount| Fixed::amount(asset, amount);
    let all = amount(view.venue.equivalent_balance(view.account, asset, view.now)?);
    // What is allocated is the account's, and cannot be traded.
    let free = amount(view.venue.trade_balance(view.account, asset, view.now)?);
    let none = amount(Decimal::ZERO);
    success(&Worth { eb: all, tb: free, m: none, uv: none, n: none, c: none, v: none, e: free, mf: free })
}
