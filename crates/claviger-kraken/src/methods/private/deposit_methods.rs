//! `DepositMethods`: how an asset is deposited. One way each.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::Fixed;
use rust_decimal::Decimal;
use serde::Serialize;

#[derive(Serialize)]
struct Method {
    method: &'static str,
    limit: bool,
    fee: Fixed,
    #[serde(rename = "gen-address")]
    gen_address: bool,
    minimum: Fixed,
}

pub(super) fn answer(params: &Params<'_>, _: &View<'_>) -> Answer {
    let asset = read::needed_asset(params)?;
    let funding = asset.funding();
    success(&[Method {
        method: funding.method,
        limit: false,
        fee: Fixed::amount(asset, Decimal::ZERO),
        gen_address: true,
        minimum: Fixed::amount(asset, funding.deposit_minimum),
    }])
}
