//! Changing an open order in place: it keeps its id and its fills.

use rust_decimal::Decimal;

use super::{
    CloseReason, Order, OrderKind, OrderRef, OrderStatus, Price, cancel,
    check::check_terms,
    hold::waiting_hold,
    matching::Matching,
    revise::{Changes, Names},
    settle::{hold_asset, settle},
    trigger,
};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    error::Field,
    event::{Event, Reply},
    ids::AmendId,
    limits::Charge,
    micros::Micros,
    pair::Pair,
};

/// A change of an open order; what is not given stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendOrder {
    /// The order, by id or the client's own id.
    pub order: OrderRef,
    /// Its market; another one is refused.
    pub pair: Option<Pair>,
    /// New total volume in the base asset, fills included. No more than what is filled: the rest is cancelled.
    pub volume: Option<Decimal>,
    /// New volume shown, of an iceberg.
    pub display: Option<Decimal>,
    /// New limit price.
    pub limit: Option<Price>,
    /// New trigger price; of a trailing stop its new distance (`+`), which is followed from now on.
    pub trigger: Option<Price>,
    /// Refuse if the change would make the order take, even if the order itself is not post-only.
    pub post_only: bool,
    /// Refuse after this instant.
    pub deadline: Option<Micros>,
}

impl AmendOrder {
    /// A change of nothing yet.
    #[must_use]
    pub const fn new(order: OrderRef) -> Self {
        Self {
            order,
            pair: None,
            volume: None,
            display: None,
            limit: None,
            trigger: None,
            post_only: false,
            deadline: None,
        }
    }
}

const NAMES: Names =
    Names { display: Field::DisplayQty, limit: Field::LimitPrice, trigger: Field::TriggerPrice };

/// Amends an order.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    account: AccountNo,
    amend: &AmendOrder,
) -> Result<Reply, VenueError> {
    draft.check_deadline(amend.deadline)?;
    let old = cancel::find_one(draft, account, &amend.order)?;
    let &AmendOrder { volume, display, limit, trigger, .. } = amend;
    let changes = Changes { volume, display, limit, trigger };
    if changes.is_empty() || amend.pair.is_some_and(|pair| pair != old.pair) {
        return Err(VenueError::InvalidOrder);
    }
    let order = changes.of(draft, old.clone(), &NAMES)?;
    draft.check_rate(account, old.pair, Charge::Amend.milli(draft.at.since(old.touched_at)))?;
    let change = Change { account, old, order, post_only: amend.post_only };
    let id = if !old.filled.is_zero() && change.order.volume <= old.filled {
        change.cancel_rest(draft)
    } else {
        check_terms(draft, &change.order, Field::DisplayQty)?;
        change.make(draft)
    }?;
    Ok(Reply::Amended { id })
}

/// A change that is worked out.
struct Change<'a> {
    account: AccountNo,
    old: &'a Order,
    order: Order,
    post_only: bool,
}

impl Change<'_> {
    fn event(&self, draft: &mut Draft<'_>, held: Decimal) -> AmendId {
        let (amend, Order { id, volume, kind, display, stop, .. }) = (draft.amend_id(), &self.order);
        draft.events.push(Event::Amended {
            at: draft.at,
            account: self.account,
            order: *id,
            amend,
            volume: *volume,
            price: kind.price(),
            display: display.filter(|_| *display != self.old.display),
            stop: stop.clone().filter(|_| *stop != self.old.stop),
            post_only: self.post_only,
            held,
        });
        amend
    }

    /// Less than what is filled: the order ends with what it has.
    fn cancel_rest(self, draft: &mut Draft<'_>) -> Result<AmendId, VenueError> {
        let order = Order { volume: self.old.filled, ..self.old.clone() };
        let change = Change { order, ..self };
        let amend = change.event(draft, change.old.held);
        cancel::close(draft, change.account, change.old, CloseReason::AmendedToFilled)?;
        Ok(amend)
    }

    fn make(mut self, draft: &mut Draft<'_>) -> Result<AmendId, VenueError> {
        let account = self.account;
        let asset = hold_asset(self.order.pair, self.order.side);
        if self.order.status == OrderStatus::Pending || self.order.is_untriggered() {
            self.order.held = waiting_hold(draft, &self.order)?;
            draft.rehold(account, asset, (self.old.held, self.order.held))?;
            let amend = self.event(draft, self.order.held);
            if self.order.status == OrderStatus::Open {
                trigger::fire_if_reached(draft, account, &self.order)?;
            }
            return Ok(amend);
        }
        let matching = self.matching(draft)?;
        if (self.post_only || self.order.flags.post) && !matching.fills.is_empty() {
            return Err(VenueError::PostOnly);
        }
        draft.rehold(account, asset, (self.old.held, matching.held))?;
        let amend = self.event(draft, matching.held);
        settle(draft, account, &self.order, &matching)?;
        Ok(amend)
    }

    /// What the order meets in the book. At the limit it has already it goes on resting: between two peaks of an iceberg
    /// the market may well be there.
    fn matching(&self, draft: &Draft<'_>) -> Result<Matching, VenueError> {
        match self.order.kind {
            OrderKind::Limit(limit) if self.order.kind == self.old.kind => {
                Ok(Matching::resting(&self.order, limit)?)
            }
            _ => Matching::of(draft.venue.market(), &self.order, draft.at),
        }
    }
}
