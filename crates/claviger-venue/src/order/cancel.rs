//! Cancelling, by any of an order's names.

use super::{CloseReason, Order, settle::hold_asset};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
    ids::OrderId,
};

/// What an open order is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderRef {
    /// Kraken's `txid`.
    Id(OrderId),
    /// The client's number: every open order that has it.
    UserRef(i32),
    /// The client's own id.
    ClOrdId(String),
}

impl OrderRef {
    fn names(&self, order: &Order) -> bool {
        match self {
            Self::Id(id) => order.id == *id,
            Self::UserRef(number) => order.userref == Some(*number),
            Self::ClOrdId(id) => order.cl_ord_id.as_deref() == Some(id),
        }
    }
}

/// The open orders of a name, oldest first; at least one.
pub(super) fn find<'a>(
    draft: &Draft<'a>,
    account: AccountNo,
    name: &OrderRef,
) -> Result<Vec<&'a Order>, VenueError> {
    let found: Vec<_> = draft.account(account)?.open_orders().filter(|order| name.names(order)).collect();
    if found.is_empty() { Err(VenueError::UnknownOrder) } else { Ok(found) }
}

/// The one open order of a name; a number shared by several orders names none.
pub(super) fn find_one<'a>(
    draft: &Draft<'a>,
    account: AccountNo,
    name: &OrderRef,
) -> Result<&'a Order, VenueError> {
    match find(draft, account, name)?.as_slice() {
        [order] => Ok(order),
        _ => Err(VenueError::InvalidOrder),
    }
}

/// Cancels the open orders of a name.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, name: &OrderRef) -> Result<Reply, VenueError> {
    let orders = find(draft, account, name)?;
    cancel_each(draft, account, &orders)
}

/// Cancels every open order; there may be none.
pub(crate) fn run_all(draft: &mut Draft<'_>, account: AccountNo) -> Result<Reply, VenueError> {
    let orders: Vec<_> = draft.account(account)?.open_orders().collect();
    cancel_each(draft, account, &orders)
}

fn cancel_each(draft: &mut Draft<'_>, account: AccountNo, orders: &[&Order]) -> Result<Reply, VenueError> {
    for order in orders {
        close(draft, account, order, CloseReason::UserRequested)?;
    }
    Ok(Reply::Cancelled { count: orders.len() })
}

/// Ends an open order and lets its hold go.
pub(super) fn close(
    draft: &mut Draft<'_>,
    account: AccountNo,
    order: &Order,
    reason: CloseReason,
) -> Result<(), VenueError> {
    draft.release(account, hold_asset(order.pair, order.side), order.held)?;
    draft.events.push(Event::Closed { at: draft.at, account, order: order.id, reason });
    Ok(())
}
