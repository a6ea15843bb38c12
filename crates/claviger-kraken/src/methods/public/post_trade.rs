//! `PostTrade`: public trades of one market or of all, as regulation wants them published. Trades of paper accounts are not
//! among them.

use super::View;
use super::instrument::{Instrument, VENUE};
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, rfc3339};
use claviger_venue::{Market, Pair, PublicTrade, TradeId};
use serde::Serialize;

/// Most trades in one answer, and how many there are unless asked otherwise.
const MOST: usize = 1_000;

#[derive(Serialize)]
struct Trade<'a> {
    trade_id: TradeId,
    price: Fixed,
    quantity: Fixed,
    #[serde(flatten)]
    instrument: &'a Instrument,
    trade_venue: &'static str,
    trade_ts: &'a str,
    publication_venue: &'static str,
    publication_ts: &'a str,
}

#[derive(Serialize)]
struct Trades<'a> {
    last_ts: String,
    count: usize,
    trades: Vec<Trade<'a>>,
}

/// A trade with what its answer points to.
struct Row<'a> {
    pair: Pair,
    trade: PublicTrade,
    instrument: &'a Instrument,
    at: String,
}

impl<'a> Row<'a> {
    fn shown(&'a self, market: &Market) -> Trade<'a> {
        Trade {
            trade_id: market.trade_id(self.pair, &self.trade),
            price: Fixed::price(self.pair, self.trade.price),
            quantity: Fixed::volume(self.pair, self.trade.volume),
            instrument: self.instrument,
            trade_venue: VENUE,
            trade_ts: &self.at,
            publication_venue: VENUE,
            publication_ts: &self.at,
        }
    }
}

/// How many trades are asked for.
fn count(params: &Params<'_>) -> Result<usize, KrakenError> {
    let count = read::integer(params, "count")?.unwrap_or(MOST);
    if (1..=MOST).contains(&count) { Ok(count) } else { Err(KrakenError::InvalidArgument("count")) }
}

/// What it costs: each row names its market in full, so a hundred are a unit.
pub(super) fn units(params: &Params<'_>) -> u32 {
    count(params).map_or(1, |count| u32::try_from(count.div_ceil(100)).unwrap_or(1))
}

/// Oldest first, as documented. With `from_ts` the first trades after it, without the latest. A span that ends before it
/// begins has none; the next question then begins where this one did.
pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let pairs: Vec<Pair> = read::symbol(params)?.map_or_else(|| Pair::all().collect(), |pair| vec![pair]);
    let count = count(params)?;
    let (from, to) = (read::instant(params, "from_ts")?, read::instant(params, "to_ts")?);
    let until = to.map_or(view.micros(), |to| to.min(view.micros()));
    let instruments: Vec<(Pair, Instrument)> = pairs.iter().map(|pair| (*pair, (*pair).into())).collect();
    let mut rows = Vec::with_capacity(count);
    for (pair, trade) in view.market.tape(&pairs, from, count, until) {
        let known = instruments.iter().find(|(known, _)| *known == pair).ok_or(KrakenError::Internal)?;
        rows.push(Row { pair, trade, instrument: &known.1, at: rfc3339(trade.at)? });
    }
    let last_ts = rows.last().map_or_else(|| rfc3339(from.unwrap_or(until)), |row| Ok(row.at.clone()))?;
    let trades: Vec<_> = rows.iter().map(|row| row.shown(view.market)).collect();
    success(&Trades { last_ts, count: trades.len(), trades })
}
