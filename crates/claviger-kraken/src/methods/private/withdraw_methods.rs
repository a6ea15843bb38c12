//! `WithdrawMethods`: how assets are withdrawn. One way each.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::Fixed;
use claviger_venue::Asset;
use serde::Serialize;

#[derive(Serialize)]
struct Method {
    asset: &'static str,
    method: &'static str,
    network: &'static str,
    minimum: Fixed,
}

pub(super) fn answer(params: &Params<'_>, _: &View<'_>) -> Answer {
    let asset = read::funding_asset(params)?;
    let network = params.one("network")?;
    let assets = Asset::all().filter(|known| asset.is_none_or(|asset| *known == asset));
    let methods =
        assets.map(Asset::funding).filter(|way| network.is_none_or(|network| way.network == network));
    let rows = methods.map(|way| Method {
        asset: way.asset.id(),
        method: way.method,
        network: way.network,
        minimum: Fixed::amount(way.asset, way.withdrawal_minimum),
    });
    success(&rows.collect::<Vec<_>>())
}
