//! Orders that start later, and orders that end by themselves.

use super::{
    CloseReason, Order, OrderStatus, cancel,
    hold::waiting_hold,
    matching::Matching,
    settle::{hold_asset, settle},
    trigger,
};
use crate::{
    VenueError, account::AccountNo, draft::Draft, error::Field, event::Event, limits::MOST_SCHEDULED,
    micros::Micros,
};

/// Furthest instant an order may be scheduled for or live to: 31 days.
const FURTHEST: Micros = Micros::from_secs(31 * 86_400);
/// Shortest life of an order that expires.
const SHORTEST: Micros = Micros::from_secs(5);

/// An instant as asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// This one.
    At(Micros),
    /// So much later than now: `+60`.
    In(Micros),
}

impl Moment {
    const fn from(self, now: Micros) -> Micros {
        match self {
            Self::At(at) => at,
            Self::In(span) => now.plus(span),
        }
    }
}

/// The instant an order starts at; `None` is now.
pub(super) fn starts_at(now: Micros, start: Option<Moment>) -> Result<Option<Micros>, VenueError> {
    let Some(at) = start.map(|start| start.from(now)) else { return Ok(None) };
    match at {
        at if at == now => Ok(None),
        at if at < now || at > now.plus(FURTHEST) => Err(VenueError::InvalidArgument(Field::StartTm)),
        at => Ok(Some(at)),
    }
}

/// The instant an order that starts at `from` expires at.
pub(super) fn expires_at(
    now: Micros,
    from: Micros,
    expiry: Option<Moment>,
) -> Result<Option<Micros>, VenueError> {
    let Some(expiry) = expiry else { return Ok(None) };
    let at = expiry.from(now);
    let is_long = matches!(expiry, Moment::At(_)) || at >= now.plus(SHORTEST);
    let fits = is_long && at > from && at <= from.plus(FURTHEST);
    if fits { Ok(Some(at)) } else { Err(VenueError::InvalidArgument(Field::ExpireTm)) }
}

/// Refuses one more scheduled order than there may be.
pub(super) fn check_room(draft: &Draft<'_>, account: AccountNo) -> Result<(), VenueError> {
    let placed = draft.placed(account).into_iter().filter(|order| is_scheduled(order)).count();
    let waiting = draft.account(account)?.open_orders().filter(|order| is_scheduled(order)).count() + placed;
    if waiting < MOST_SCHEDULED { Ok(()) } else { Err(VenueError::ScheduledLimit) }
}

pub(super) fn is_scheduled(order: &Order) -> bool {
    order.status == OrderStatus::Pending
}

/// Starts a scheduled order at the draft's instant: it waits for its trigger, or meets the book. What it cannot do, it ends
/// with a reason for.
pub(crate) fn start(draft: &mut Draft<'_>, account: AccountNo, order: &Order) -> Result<(), VenueError> {
    let mut begun = order.clone();
    begun.begin(draft.at);
    let (at, id) = (draft.at, order.id);
    let event = |held| Event::Started { at, account, order: id, held };
    if begun.is_untriggered() {
        // the limit behind a trail that begins now may cost more than it would have then
        let asset = hold_asset(order.pair, order.side);
        let held = waiting_hold(draft, &begun)
            .and_then(|held| draft.rehold(account, asset, (begun.held, held)).map(|()| held));
        begun.held = held.unwrap_or(begun.held);
        draft.events.push(event(begun.held));
        return match held {
            Ok(_) => trigger::fire_if_reached(draft, account, &begun),
            Err(_) => cancel::close(draft, account, &begun, CloseReason::InsufficientFunds),
        };
    }
    let takes = Matching::of(draft.venue.market(), &begun, draft.at).is_ok_and(|m| !m.fills.is_empty());
    let matching = if takes && begun.flags.post {
        Err(CloseReason::PostOnly)
    } else {
        trigger::payable(draft, account, &begun).ok_or(CloseReason::InsufficientFunds)
    };
    match matching {
        Ok(matching) => {
            draft.events.push(event(matching.held));
            settle(draft, account, &begun, &matching)
        }
        Err(reason) => {
            draft.events.push(event(begun.held));
            cancel::close(draft, account, &begun, reason)
        }
    }
}

/// Ends an order whose time is over.
pub(crate) fn expire(draft: &mut Draft<'_>, account: AccountNo, order: &Order) -> Result<(), VenueError> {
    cancel::close(draft, account, order, CloseReason::Expired)
}
