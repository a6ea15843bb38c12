//! What an order holds before it meets the book.

use rust_decimal::Decimal;

use super::{Fill, Order, Side, matching::TAKER_FEE};
use crate::{
    VenueError,
    draft::Draft,
    market::BOOK_LEVELS,
    money,
    order::{Mark, OrderKind, When, matching::fee_is_spent},
};

/// What a scheduled or untriggered order holds: a sell order its volume, a buy order with a limit the cost at that limit,
/// each with the taker's fee if that is spent on top. A buy order without a limit holds nothing: nobody knows its cost, and
/// it ends with [`super::CloseReason::InsufficientFunds`] if it cannot pay when it fires.
pub(super) fn waiting_hold(draft: &Draft<'_>, order: &Order) -> Result<Decimal, VenueError> {
    match (order.side, limit_at_most(draft, order)?) {
        (Side::Buy, None) => Ok(Decimal::ZERO),
        (Side::Buy, Some(limit)) => Ok(Fill::new(order, limit, order.rest(), TAKER_FEE)?.debit),
        (Side::Sell, _) => {
            let fill = Fill::new(order, Decimal::ONE, order.rest(), TAKER_FEE)?;
            // fees in the base asset are rounded level by level: a stop must not fail for that
            let grains = if fee_is_spent(order) { BOOK_LEVELS as i128 } else { 0 };
            Ok(money::add(fill.debit, money::scaled(grains, order.pair.base().decimals()))?)
        }
    }
}

/// The limit the order will have; of a trailing stop, which only comes closer to the market, the one it would have now.
fn limit_at_most(draft: &Draft<'_>, order: &Order) -> Result<Option<Decimal>, VenueError> {
    let trailing = order.stop.as_deref().filter(|stop| stop.fired.is_none()).map(|stop| stop.when);
    let Some(when @ When::Trailing { limit: Some(limit), since, .. }) = trailing else {
        return Ok(match order.kind {
            OrderKind::Limit(price) => Some(price),
            OrderKind::Market => None,
        });
    };
    let Mark::Trail(trail, _) = when.mark(order.pair, order.side)? else { return Ok(None) };
    let best = draft.venue.best_so_far(order, since.secs(), draft.at.secs());
    Ok(Some(limit.price_from(order.pair, trail.level(best))?))
}
