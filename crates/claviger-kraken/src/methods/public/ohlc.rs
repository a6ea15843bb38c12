//! `OHLC`: candles.

use super::View;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, OfPair};
use claviger_venue::{Interval, Micros};

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let pair = read::pair(params)?;
    let interval = match read::integer(params, "interval")? {
        None => Interval::M1,
        Some(minutes) => Interval::from_minutes(minutes).ok_or(KrakenError::InvalidArgument("interval"))?,
    };
    let since = read::integer(params, "since")?.map(Micros::from_secs);
    let candles = view.market.ohlc(pair, interval, since, view.micros());
    let price = |value| Fixed::price(pair, value);
    let rows = candles.rows.iter().map(|candle| {
        let prices = (price(candle.open), price(candle.high), price(candle.low), price(candle.close));
        let (open, high, low, close) = prices;
        let volume = Fixed::volume(pair, candle.volume);
        (candle.at.secs(), open, high, low, close, price(candle.vwap), volume, candle.count)
    });
    success(&OfPair(pair, rows.collect::<Vec<_>>(), Some(candles.last.secs())))
}
