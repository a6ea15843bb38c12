//! `Assets`: what is traded, by its id.

use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::object;
use claviger_venue::Asset;
use serde::Serialize;

#[derive(Serialize)]
struct Info {
    aclass: &'static str,
    altname: &'static str,
    decimals: u32,
    display_decimals: u32,
    status: &'static str,
}

impl Info {
    fn of(asset: Asset) -> Self {
        Info {
            aclass: "currency",
            altname: asset.altname(),
            decimals: asset.decimals(),
            display_decimals: asset.display_decimals(),
            status: "enabled",
        }
    }
}

pub(super) fn answer(params: &Params<'_>) -> Answer {
    let mut assets = read::assets(params, KrakenError::UnknownAsset)?;
    if assets.is_empty() {
        assets = Asset::all().collect();
    }
    // Classes other than currencies exist on the exchange, and are empty here.
    let is_currency = params.one("aclass")?.is_none_or(|class| class == "currency");
    let shown = assets.into_iter().filter(|_| is_currency);
    success(&object(shown.map(|asset| (asset.id(), Info::of(asset)))))
}
