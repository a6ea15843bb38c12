//! Replacing an open order by a new one with a new id.

use rust_decimal::Decimal;

use super::{
    CloseReason, Flags, Order, OrderKind, OrderRef, cancel,
    place::{check_size, enter},
};
use crate::{
    VenueError, account::AccountNo, draft::Draft, event::Reply, limits::Charge, micros::Micros, pair::Pair,
};

/// A replacement of an open order. What is not given stays as it was, but for the volume: its rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditOrder {
    /// The order to replace, by id or number.
    pub order: OrderRef,
    /// Its market; another one is refused.
    pub pair: Pair,
    /// Volume of the new order in the base asset.
    pub volume: Option<Decimal>,
    /// Limit price of the new order.
    pub price: Option<Decimal>,
    /// Whether the new order is post-only.
    pub post_only: Option<bool>,
    /// Number of the new order.
    pub userref: Option<i32>,
    /// Refuse after this instant.
    pub deadline: Option<Micros>,
    /// Only check.
    pub validate: bool,
}

/// Edits an order. The new one has the old one's place in the limit of open orders and takes its `cl_ord_id` over.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, edit: &EditOrder) -> Result<Reply, VenueError> {
    draft.check_deadline(edit.deadline)?;
    let old = cancel::find_one(draft, account, &edit.order)?;
    let Some(old_price) = old.kind.price().filter(|_| old.pair == edit.pair) else {
        return Err(VenueError::InvalidOrder);
    };
    let order = Order {
        id: draft.order_id(),
        volume: edit.volume.unwrap_or_else(|| old.rest()),
        kind: OrderKind::Limit(edit.price.unwrap_or(old_price)),
        flags: Flags { post: edit.post_only.unwrap_or(old.flags.post), ..old.flags },
        userref: edit.userref.or(old.userref),
        replaces: Some(old.id),
        opened_at: draft.at,
        touched_at: draft.at,
        filled: Decimal::ZERO,
        cost: Decimal::ZERO,
        fee: Decimal::ZERO,
        trades: Vec::new(),
        ..old.clone()
    };
    check_size(draft, &order)?;
    draft.check_rate(account, old.pair, Charge::Edit.points(draft.at.since(old.touched_at)))?;
    cancel::close(draft, account, old, CloseReason::Replaced)?;
    let (id, original, description) = (order.id, old.id, order.describe());
    enter(draft, account, order, false)?;
    Ok(if edit.validate {
        Reply::Validated { description, close: None }
    } else {
        Reply::Edited { id, original, description }
    })
}
