//! `AssetPairs`: the markets, by their id.

use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, Percent, object};
use claviger_venue::{MAKER_FEE, Pair, TAKER_FEE};
use serde::Serialize;

/// Fees from a volume in dollars on; there is one step, from nothing.
type Steps = [(u32, Percent); 1];

const MARGIN_CALL: u32 = 80;
const MARGIN_STOP: u32 = 40;

#[derive(Serialize)]
struct Fees {
    fees: Steps,
    fees_maker: Steps,
    fee_volume_currency: &'static str,
}

#[derive(Serialize)]
struct Leverage {
    leverage_buy: [u32; 0],
    leverage_sell: [u32; 0],
}

#[derive(Serialize)]
struct Margin {
    margin_call: u32,
    margin_stop: u32,
}

#[derive(Serialize)]
struct Info {
    altname: String,
    wsname: String,
    aclass_base: &'static str,
    base: &'static str,
    aclass_quote: &'static str,
    quote: &'static str,
    lot: &'static str,
    cost_decimals: u32,
    pair_decimals: u32,
    lot_decimals: u32,
    lot_multiplier: u32,
    #[serde(flatten)]
    leverage: Leverage,
    #[serde(flatten)]
    fees: Fees,
    #[serde(flatten)]
    margin: Margin,
    ordermin: String,
    costmin: String,
    tick_size: Fixed,
    status: &'static str,
}

const FEES: Fees = Fees {
    fees: [(0, Percent(TAKER_FEE))],
    fees_maker: [(0, Percent(MAKER_FEE))],
    fee_volume_currency: "ZUSD",
};
const LEVERAGE: Leverage = Leverage { leverage_buy: [], leverage_sell: [] };
const MARGIN: Margin = Margin { margin_call: MARGIN_CALL, margin_stop: MARGIN_STOP };

impl Info {
    fn of(pair: Pair) -> Self {
        Info {
            altname: pair.altname(),
            wsname: pair.wsname(),
            aclass_base: "currency",
            base: pair.base().id(),
            aclass_quote: "currency",
            quote: pair.quote().id(),
            lot: "unit",
            cost_decimals: pair.cost_decimals(),
            pair_decimals: pair.price_decimals(),
            lot_decimals: pair.lot_decimals(),
            lot_multiplier: 1,
            leverage: LEVERAGE,
            fees: FEES,
            margin: MARGIN,
            ordermin: pair.order_minimum().normalize().to_string(),
            costmin: pair.cost_minimum().normalize().to_string(),
            tick_size: Fixed::price(pair, pair.tick_size()),
            status: "online",
        }
    }
}

pub(super) fn answer(params: &Params<'_>) -> Answer {
    let mut pairs = read::pairs(params)?;
    if pairs.is_empty() {
        pairs = Pair::all().collect();
    }
    let pairs = pairs.into_iter();
    match params.one("info")? {
        None | Some("info") => success(&object(pairs.map(|pair| (pair.id(), Info::of(pair))))),
        Some("leverage") => success(&object(pairs.map(|pair| (pair.id(), LEVERAGE)))),
        Some("fees") => success(&object(pairs.map(|pair| (pair.id(), FEES)))),
        Some("margin") => success(&object(pairs.map(|pair| (pair.id(), MARGIN)))),
        Some(_) => Err(KrakenError::InvalidArgument("info")),
    }
}
