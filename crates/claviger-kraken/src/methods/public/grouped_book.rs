//! `GroupedBook`: the public book in coarser steps of price. Paper orders are not in it.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::Fixed;
use claviger_venue::{GroupedLevel, Pair};
use serde::Serialize;

/// How many steps of each side may be asked for; fewer are answered where the book ends.
const DEPTHS: [usize; 5] = [10, 25, 100, 250, 1_000];
/// Steps of each side unless asked otherwise.
const USUAL_DEPTH: usize = 10;
/// How many ticks wide a step may be.
const GROUPINGS: [u32; 9] = [1, 5, 10, 25, 50, 100, 250, 500, 1_000];
/// Ticks of a step unless asked otherwise.
const USUAL_GROUPING: u32 = 1;

#[derive(Serialize)]
struct Level {
    price: Fixed,
    qty: Fixed,
}

#[derive(Serialize)]
struct Book {
    /// The documents' example is asked and answered by `BTC/USD`; whatever name was asked by, this is answered.
    pair: String,
    grouping: u32,
    bids: Vec<Level>,
    asks: Vec<Level>,
}

fn levels(pair: Pair, levels: &[GroupedLevel]) -> Vec<Level> {
    let level = |level: &GroupedLevel| Level {
        price: Fixed::price(pair, level.price),
        qty: Fixed::volume(pair, level.volume),
    };
    levels.iter().map(level).collect()
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let pair = read::pair(params)?;
    let depth = read::choice(params, "depth", &DEPTHS)?.unwrap_or(USUAL_DEPTH);
    let grouping = read::choice(params, "grouping", &GROUPINGS)?.unwrap_or(USUAL_GROUPING);
    let book = view.market.grouped(pair, grouping, depth, view.micros());
    let (bids, asks) = (levels(pair, &book.bids), levels(pair, &book.asks));
    success(&Book { pair: pair.symbol(), grouping, bids, asks })
}
