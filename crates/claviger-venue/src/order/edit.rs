//! Replacing an open order by a new one with a new id.

use rust_decimal::Decimal;

use super::{
    CloseReason, Flags, Order, OrderRef, Price, When, cancel,
    check::check_terms,
    enter::enter,
    revise::{Changes, Names},
};
use crate::{
    VenueError, account::AccountNo, draft::Draft, error::Field, event::Reply, limits::Charge, micros::Micros,
    pair::Pair,
};

/// A replacement of an open order. What is not given stays as it was, but for the volume (its rest), the client's number
/// (none) and whether it is post-only (it is not), as on Kraken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditOrder {
    /// The order to replace, by id or number.
    pub order: OrderRef,
    /// Its market; another one is refused.
    pub pair: Pair,
    /// Volume of the new order in the base asset.
    pub volume: Option<Decimal>,
    /// Volume shown of the new order, of an iceberg.
    pub display: Option<Decimal>,
    /// Kraken's `price` of the new order: its limit, or its trigger if it has one.
    pub price: Option<Price>,
    /// Kraken's `price2` of the new order: the limit behind its trigger.
    pub price2: Option<Price>,
    /// Whether the new order is post-only.
    pub post_only: bool,
    /// Number of the new order.
    pub userref: Option<i32>,
    /// Refuse after this instant.
    pub deadline: Option<Micros>,
    /// Only check.
    pub validate: bool,
}

impl EditOrder {
    /// A replacement that changes nothing yet.
    #[must_use]
    pub const fn new(order: OrderRef, pair: Pair) -> Self {
        Self {
            order,
            pair,
            volume: None,
            display: None,
            price: None,
            price2: None,
            post_only: false,
            userref: None,
            deadline: None,
            validate: false,
        }
    }

    fn changes(&self, old: &Order) -> Changes {
        let (limit, trigger) =
            if old.stop.is_some() { (self.price2, self.price) } else { (self.price, None) };
        Changes { volume: self.volume, display: self.display, limit, trigger }
    }
}

/// The order an edit names. Kraken does not edit orders whose trigger has fired, nor orders with a conditional close.
fn find<'a>(draft: &Draft<'a>, account: AccountNo, edit: &EditOrder) -> Result<&'a Order, VenueError> {
    let old = cancel::find_one(draft, account, &edit.order)?;
    let has_fired = old.stop.is_some() && !old.is_untriggered();
    let is_less = edit.volume.is_some_and(|volume| volume < old.filled);
    if old.pair != edit.pair || has_fired || is_less || old.close.is_some() {
        return Err(VenueError::InvalidOrder);
    }
    if edit.price2.is_some() && old.stop.is_none() {
        return Err(VenueError::InvalidArgument(Field::Price2));
    }
    Ok(old)
}

/// Edits an order. The new one has the old one's place in the limit of open orders and takes its `cl_ord_id` over.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, edit: &EditOrder) -> Result<Reply, VenueError> {
    draft.check_deadline(edit.deadline)?;
    let old = find(draft, account, edit)?;
    let order = replacement(draft, old, edit)?;
    check_terms(draft, &order, Field::DisplayVol)?;
    let can_be_post = order.stop.is_none() && !order.immediate;
    if order.flags.post && !can_be_post {
        return Err(VenueError::InvalidArgument(Field::Oflags));
    }
    draft.check_rate(account, old.pair, Charge::Edit.milli(draft.at.since(old.touched_at)))?;
    cancel::close(draft, account, old, CloseReason::Replaced)?;
    let (id, original, description) = (order.id, old.id, order.describe());
    enter(draft, account, order)?;
    Ok(if edit.validate {
        Reply::Validated { description, close: None }
    } else {
        Reply::Edited { id, original, description }
    })
}

fn replacement(draft: &mut Draft<'_>, old: &Order, edit: &EditOrder) -> Result<Order, VenueError> {
    let order = Order {
        id: draft.order_id(),
        volume: old.rest(),
        flags: Flags { post: edit.post_only, ..old.flags },
        userref: edit.userref,
        replaces: Some(old.id),
        // asked for by a call, whatever opened the one before
        opened_by: None,
        asked_by: None,
        opened_at: draft.at,
        touched_at: draft.at,
        filled: Decimal::ZERO,
        cost: Decimal::ZERO,
        fee: Decimal::ZERO,
        held: Decimal::ZERO,
        trades: Vec::new(),
        ..old.clone()
    };
    let names = Names {
        display: Field::DisplayVol,
        limit: if old.stop.is_some() { Field::Price2 } else { Field::Price },
        trigger: Field::Price,
    };
    let mut order = edit.changes(old).of(draft, order, &names)?;
    // the last peak of an iceberg is all of the order that replaces it
    order.display = order.display.map(|peak| peak.min(order.volume));
    if let Some(When::Trailing { since, .. }) = order.stop.as_mut().map(|stop| &mut stop.when) {
        *since = draft.at;
    }
    Ok(order)
}
