//! Triggers that fire.

use super::{
    CloseReason, Fired, Mark, Order, cancel,
    matching::Matching,
    settle::{hold_asset, settle},
};
use crate::{VenueError, account::AccountNo, draft::Draft, event::Event};

/// Fires the trigger of an order, at a price in ticks and the draft's instant, and sends the order to the book. An order that
/// cannot pay is closed with that reason.
pub(crate) fn fire(
    draft: &mut Draft<'_>,
    account: AccountNo,
    order: &Order,
    level: i64,
) -> Result<(), VenueError> {
    let (at, price) = (draft.at, order.pair.price(level));
    let mut fired = order.clone();
    fired.fire(Fired { at, price });
    let restated = (fired.kind != order.kind).then(|| draft.amend_id());
    let matching = payable(draft, account, &fired);
    let held = matching.as_ref().map_or(order.held, |matching| matching.held);
    let (order, kind) = (order.id, fired.kind);
    draft.events.push(Event::Triggered { at, account, order, price, kind, restated, held });
    match matching {
        Some(matching) => settle(draft, account, &fired, &matching),
        None => cancel::close(draft, account, &fired, CloseReason::InsufficientFunds),
    }
}

/// What an order meets in the book, its cost held in place of what it held before; `None` if the account cannot pay.
pub(super) fn payable(draft: &mut Draft<'_>, account: AccountNo, order: &Order) -> Option<Matching> {
    let matching = Matching::of(draft.venue.market(), order, draft.at).ok()?;
    let asset = hold_asset(order.pair, order.side);
    draft.rehold(account, asset, (order.held, matching.held)).ok()?;
    Some(matching)
}

/// Fires the trigger of a waiting order if the last price is there already.
pub(super) fn fire_if_reached(
    draft: &mut Draft<'_>,
    account: AccountNo,
    order: &Order,
) -> Result<(), VenueError> {
    let Some(stop) = &order.stop else { return Ok(()) };
    match stop.when.mark(order.pair, order.side)? {
        Mark::Fixed(watch, level) => {
            let last = draft.venue.market().last_ticks(order.pair, draft.at.secs());
            if watch.is_reached(last, level) { fire(draft, account, order, level) } else { Ok(()) }
        }
        // a trail begins at the last price and is never cut where it begins
        Mark::Trail(..) => Ok(()),
    }
}
