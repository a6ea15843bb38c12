//! Changing an open order in place: it keeps its id and its fills.

use rust_decimal::Decimal;

use super::{
    OrderKind, OrderRef, cancel,
    matching::Matching,
    place::check_size,
    settle::{hold_asset, settle},
};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
    limits::Charge,
    micros::Micros,
};

/// A change of an open order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendOrder {
    /// The order, by id or the client's own id.
    pub order: OrderRef,
    /// New total volume in the base asset, fills included.
    pub volume: Option<Decimal>,
    /// New limit price.
    pub price: Option<Decimal>,
    /// Refuse if the change would make the order take, even if the order itself is not post-only.
    pub post_only: bool,
    /// Refuse after this instant.
    pub deadline: Option<Micros>,
}

/// Amends an order.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    account: AccountNo,
    amend: &AmendOrder,
) -> Result<Reply, VenueError> {
    draft.check_deadline(amend.deadline)?;
    let old = cancel::find_one(draft, account, &amend.order)?;
    let (Some(old_price), true) = (old.kind.price(), amend.volume.is_some() || amend.price.is_some()) else {
        return Err(VenueError::InvalidOrder);
    };
    let mut order = old.clone();
    let (volume, price) = (amend.volume.unwrap_or(old.volume), amend.price.unwrap_or(old_price));
    (order.volume, order.kind) = (volume, OrderKind::Limit(price));
    check_size(draft, &order)?;
    if volume <= old.filled {
        return Err(VenueError::InvalidOrder);
    }
    draft.check_rate(account, old.pair, Charge::Amend.points(draft.at.since(old.touched_at)))?;
    let matching = Matching::of(draft.venue.market(), &order, false, draft.at)?;
    if (amend.post_only || order.flags.post) && !matching.fills.is_empty() {
        return Err(VenueError::PostOnly);
    }
    let asset = hold_asset(order.pair, order.side);
    draft.release(account, asset, old.held)?;
    draft.hold(account, asset, matching.held)?;
    let id = draft.amend_id();
    let event = Event::Amended {
        at: draft.at,
        account,
        order: order.id,
        amend: id,
        volume,
        price: Some(price),
        post_only: amend.post_only,
        held: matching.held,
    };
    draft.events.push(event);
    settle(draft, account, &order, &matching)?;
    Ok(Reply::Amended { id })
}
