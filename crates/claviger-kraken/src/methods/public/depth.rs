//! `Depth`: the public book. Paper orders are not in it.

use super::View;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, OfPair};
use claviger_venue::{BOOK_LEVELS, Level};
use serde::Serialize;

/// Levels of each side unless asked otherwise.
const USUAL: usize = 100;

#[derive(Serialize)]
struct Book {
    asks: Vec<(Fixed, Fixed, i64)>,
    bids: Vec<(Fixed, Fixed, i64)>,
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let pair = read::pair(params)?;
    let count = read::integer(params, "count")?.unwrap_or(USUAL);
    if !(1..=BOOK_LEVELS).contains(&count) {
        return Err(KrakenError::InvalidArgument("count"));
    }
    let depth = view.market.depth(pair, count, view.micros());
    let row =
        |level: &Level| (Fixed::price(pair, level.price), Fixed::volume(pair, level.volume), level.at.secs());
    let book =
        Book { asks: depth.asks.iter().map(row).collect(), bids: depth.bids.iter().map(row).collect() };
    success(&OfPair(pair, book, None::<()>))
}
