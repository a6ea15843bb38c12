//! `Spread`: recent best prices.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, OfPair};
use claviger_venue::Micros;

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let pair = read::pair(params)?;
    let since = read::integer(params, "since")?.map(Micros::from_secs);
    let spreads = view.market.spread(pair, since, view.micros());
    let price = |value| Fixed::price(pair, value);
    let rows = spreads.rows.iter().map(|row| (row.at.secs(), price(row.bid), price(row.ask)));
    success(&OfPair(pair, rows.collect::<Vec<_>>(), Some(spreads.last.secs())))
}
