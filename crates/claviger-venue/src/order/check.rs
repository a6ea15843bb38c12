//! Checking the terms of an order against its market.

use rust_decimal::Decimal;

use super::{
    Order, OrderKind, When,
    matching::limit_ticks,
    resolve::{Resolved, check_trigger},
};
use crate::{VenueError, draft::Draft, error::Field, money};

/// Greatest volume of an order, in units of the base asset.
const MOST_VOLUME: i64 = 1_000_000_000_000;
/// An iceberg has at most so many peaks, as on Kraken.
pub(super) const MOST_PEAKS: u32 = 15;

/// Checks volume, prices, cost and what is shown of an order against its market.
pub(super) fn check_terms(draft: &Draft<'_>, order: &Order, display: Field) -> Result<(), VenueError> {
    let (pair, volume) = (order.pair, order.volume);
    let plausible = volume > Decimal::ZERO && volume <= Decimal::from(MOST_VOLUME);
    if !plausible || !money::fits(volume, pair.lot_decimals()) {
        return Err(VenueError::InvalidArgument(Field::Volume));
    }
    limit_ticks(pair, order.kind)?;
    if volume < pair.order_minimum() {
        return Err(VenueError::OrderMinimum);
    }
    let (when, side) = (order.stop.as_ref().map(|stop| stop.when), order.side);
    check_trigger(&Resolved { kind: order.kind, display: order.display, when }, (pair, side))?;
    let cost = money::mul(assumed_price(draft, order), volume, pair.cost_decimals())?;
    if cost < pair.cost_minimum() {
        return Err(VenueError::CostMinimum);
    }
    check_display(order, display)
}

/// The price an order is taken to trade at: its limit, its trigger, the market.
fn assumed_price(draft: &Draft<'_>, order: &Order) -> Decimal {
    match (order.kind, order.stop.as_ref().map(|stop| stop.when)) {
        (OrderKind::Limit(price), _) | (_, Some(When::At { price, .. })) => price,
        _ => draft.venue.market().quote(order.pair, draft.at).last,
    }
}

/// An iceberg shows from a fifteenth of what is left of it to all of it. On its last peak less is left than it shows.
fn check_display(order: &Order, field: Field) -> Result<(), VenueError> {
    let Some(display) = order.display else { return Ok(()) };
    let enough = display.checked_mul(Decimal::from(MOST_PEAKS)).is_some_and(|most| most >= order.rest());
    let fits = money::fits(display, order.pair.lot_decimals());
    if display > Decimal::ZERO && display <= order.volume && enough && fits {
        Ok(())
    } else {
        Err(VenueError::InvalidArgument(field))
    }
}
