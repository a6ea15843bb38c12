//! `Trades`: recent public trades.

use super::View;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, OfPair, Seconds};
use claviger_venue::{Micros, Side};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

const MOST: usize = 1_000;
const NANOS_PER_MICRO: i64 = 1_000;
/// Greater numbers are nanoseconds, as in `last`; smaller ones are seconds, as people write.
const NANOS_FROM: i64 = 1_000_000_000_000;

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let pair = read::pair(params)?;
    let count = read::integer(params, "count")?.unwrap_or(MOST);
    if !(1..=MOST).contains(&count) {
        return Err(KrakenError::InvalidArgument("count"));
    }
    let since = read::decimal(params, "since")?.map(instant).transpose()?;
    let trades = view.market.trades(pair, since, count, view.micros());
    let rows = trades.rows.iter().map(|trade| {
        let side = if trade.side == Side::Buy { "b" } else { "s" };
        let kind = if trade.market { "m" } else { "l" };
        let (price, volume) = (Fixed::price(pair, trade.price), Fixed::volume(pair, trade.volume));
        (price, volume, Seconds(trade.at), side, kind, "", trade.id)
    });
    let last = trades.last.0.saturating_mul(NANOS_PER_MICRO).to_string();
    success(&OfPair(pair, rows.collect::<Vec<_>>(), Some(last)))
}

fn instant(since: Decimal) -> Result<Micros, KrakenError> {
    let micros = if since >= Decimal::from(NANOS_FROM) {
        since.checked_div(Decimal::from(NANOS_PER_MICRO))
    } else {
        since.checked_mul(Decimal::from(1_000_000))
    };
    micros.and_then(|micros| micros.to_i64()).map(Micros).ok_or(KrakenError::InvalidArgument("since"))
}
