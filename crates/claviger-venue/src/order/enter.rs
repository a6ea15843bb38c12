//! Where a new order goes: into the schedule, to its trigger, or to the book.

use rust_decimal::Decimal;

use super::{
    CloseReason, Order, OrderStatus, cancel,
    hold::waiting_hold,
    matching::Matching,
    settle::{hold_asset, settle},
    trigger,
};
use crate::{VenueError, account::AccountNo, draft::Draft};

/// Takes a new order on.
///
/// # Errors
/// Whatever speaks against it; the draft is then as before.
pub(super) fn enter(draft: &mut Draft<'_>, account: AccountNo, mut order: Order) -> Result<(), VenueError> {
    let waits = order.status == OrderStatus::Pending || order.is_untriggered();
    if waits {
        order.held = waiting_hold(draft, &order)?;
        return place(draft, account, &order).and_then(|()| match order.status {
            OrderStatus::Pending => Ok(()),
            _ => trigger::fire_if_reached(draft, account, &order),
        });
    }
    let matching = Matching::of(draft.venue.market(), &order, draft.at)?;
    if order.flags.post && !matching.fills.is_empty() {
        return Err(VenueError::PostOnly);
    }
    order.held = matching.held;
    place(draft, account, &order)?;
    settle(draft, account, &order, &matching)
}

fn place(draft: &mut Draft<'_>, account: AccountNo, order: &Order) -> Result<(), VenueError> {
    draft.hold(account, hold_asset(order.pair, order.side), order.held)?;
    draft.push_placed(account, order.clone());
    Ok(())
}

/// Takes an order on that nobody can be refused any more: one that cannot pay, or whose cost is beyond all numbers, is on
/// record, and closed with that reason.
pub(super) fn enter_on_record(
    draft: &mut Draft<'_>,
    account: AccountNo,
    order: Order,
) -> Result<(), VenueError> {
    let known = draft.events.len();
    match enter(draft, account, order.clone()) {
        Err(_) if draft.events.len() == known => {
            let order = Order { held: Decimal::ZERO, ..order };
            draft.push_placed(account, order.clone());
            cancel::close(draft, account, &order, CloseReason::InsufficientFunds)
        }
        other => other,
    }
}
