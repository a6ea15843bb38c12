//! `TradeVolume`: dollars traded in thirty days, and the fees that follow from it: one tier.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, Percent};
use claviger_venue::{Asset, MAKER_FEE, Pair, TAKER_FEE};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

const PLACES: u32 = 4;

#[derive(Serialize)]
struct Fee {
    fee: Fixed,
    minfee: Fixed,
    maxfee: Fixed,
    nextfee: Option<Fixed>,
    nextvolume: Option<Fixed>,
    tiervolume: Fixed,
}

impl Fee {
    fn of(fee: (i64, u32)) -> Self {
        let fee = Fixed(Percent(fee).value(), PLACES);
        let tiervolume = Fixed(Decimal::ZERO, PLACES);
        Fee { fee, minfee: fee, maxfee: fee, nextfee: None, nextvolume: None, tiervolume }
    }
}

#[derive(Serialize)]
struct Volume {
    currency: &'static str,
    volume: Fixed,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fees: BTreeMap<&'static str, Fee>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fees_maker: BTreeMap<&'static str, Fee>,
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let pairs = read::pairs(params)?;
    let fees = |fee| pairs.iter().map(|pair: &Pair| (pair.id(), Fee::of(fee))).collect();
    success(&Volume {
        currency: Asset::USD.id(),
        volume: Fixed(view.venue.trade_volume(view.account, view.now)?, PLACES),
        fees: fees(TAKER_FEE),
        fees_maker: fees(MAKER_FEE),
    })
}
