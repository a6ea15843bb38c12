//! `Ticker`: markets at a glance.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, object};
use claviger_venue::{Pair, Ticker, TickerSpans};
use rust_decimal::Decimal;
use serde::Serialize;

/// Places of a whole lot volume, a third column of its own on the exchange.
const LOT_PLACES: u32 = 3;

#[derive(Serialize)]
struct Row {
    a: [Fixed; 3],
    b: [Fixed; 3],
    c: [Fixed; 2],
    v: [Fixed; 2],
    p: [Fixed; 2],
    t: [u64; 2],
    l: [Fixed; 2],
    h: [Fixed; 2],
    o: Fixed,
}

impl Row {
    fn of(pair: Pair, ticker: &Ticker) -> Self {
        let price = |value| Fixed::price(pair, value);
        let best = |at, volume: Decimal| [price(at), Fixed(volume.trunc(), 0), Fixed(volume, LOT_PLACES)];
        let prices = |spans: TickerSpans<Decimal>| [price(spans.today), price(spans.day)];
        let volume = |value| Fixed::volume(pair, value);
        Row {
            a: best(ticker.ask, ticker.ask_volume),
            b: best(ticker.bid, ticker.bid_volume),
            c: [price(ticker.last), volume(ticker.last_volume)],
            v: [volume(ticker.volume.today), volume(ticker.volume.day)],
            p: prices(ticker.vwap),
            t: [ticker.trades.today, ticker.trades.day],
            l: prices(ticker.low),
            h: prices(ticker.high),
            o: price(ticker.open.today),
        }
    }
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let mut pairs = read::pairs(params)?;
    if pairs.is_empty() {
        pairs = Pair::all().collect();
    }
    let row = |pair: Pair| (pair.id(), Row::of(pair, &view.market.ticker(pair, view.micros())));
    success(&object(pairs.into_iter().map(row)))
}
