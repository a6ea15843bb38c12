//! `PreTrade`: the best ten levels of the public book, as regulation wants them published. Paper orders are not in it.

use super::View;
use super::instrument::{Instrument, VENUE};
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, rfc3339};
use claviger_venue::Pair;
use serde::Serialize;

/// Levels of each side.
const LEVELS: usize = 10;

#[derive(Serialize)]
struct Level {
    side: &'static str,
    price: Fixed,
    qty: Fixed,
    /// Orders on it.
    count: u32,
    /// Not in every copy of the documents; clients know it. Nothing is published later than it is submitted.
    submission_ts: String,
    publication_ts: String,
}

#[derive(Serialize)]
struct Book {
    #[serde(flatten)]
    instrument: Instrument,
    venue: &'static str,
    system: &'static str,
    bids: Vec<Level>,
    asks: Vec<Level>,
}

fn levels(
    pair: Pair,
    side: &'static str,
    levels: &[claviger_venue::Level],
) -> Result<Vec<Level>, KrakenError> {
    let level = |level: &claviger_venue::Level| {
        let at = rfc3339(level.at)?;
        Ok(Level {
            side,
            price: Fixed::price(pair, level.price),
            qty: Fixed::volume(pair, level.volume),
            count: level.orders,
            submission_ts: at.clone(),
            publication_ts: at,
        })
    };
    levels.iter().map(level).collect()
}

/// The documents call `symbol` a list, and answer it with one book: a list of several is no market.
pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let pair = read::symbol(params)?.ok_or(KrakenError::InvalidArgument("symbol"))?;
    let depth = view.market.depth(pair, LEVELS, view.micros());
    let (bids, asks) = (levels(pair, "BUY", &depth.bids)?, levels(pair, "SELL", &depth.asks)?);
    success(&Book { instrument: pair.into(), venue: VENUE, system: "CLOB", bids, asks })
}
