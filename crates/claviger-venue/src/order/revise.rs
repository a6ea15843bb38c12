//! New terms for an order, by amending or by editing it.

use rust_decimal::Decimal;

use super::{Mark, Order, OrderKind, Price, Shift, Side, When};
use crate::{VenueError, draft::Draft, error::Field};

/// What is to change. Relative prices are taken from the last price, the limit behind a fixed trigger from that trigger.
pub(super) struct Changes {
    pub(super) volume: Option<Decimal>,
    pub(super) display: Option<Decimal>,
    pub(super) limit: Option<Price>,
    pub(super) trigger: Option<Price>,
}

/// How the parameters are called.
pub(super) struct Names {
    pub(super) display: Field,
    pub(super) limit: Field,
    pub(super) trigger: Field,
}

impl Changes {
    pub(super) const fn is_empty(&self) -> bool {
        self.volume.is_none() && self.display.is_none() && self.limit.is_none() && self.trigger.is_none()
    }

    /// An order with these terms; they are to be checked still.
    ///
    /// # Errors
    /// The name of a parameter that the order has no use for, or what speaks against a price.
    pub(super) fn of(&self, draft: &Draft<'_>, mut order: Order, names: &Names) -> Result<Order, VenueError> {
        order.volume = self.volume.unwrap_or(order.volume);
        if let Some(display) = self.display {
            let rest = order.rest();
            let peak = order.display.as_mut().filter(|_| display <= rest);
            *peak.ok_or(VenueError::InvalidArgument(names.display))? = display;
        }
        if let Some(trigger) = self.trigger {
            set_trigger(draft, &mut order, trigger, names.trigger)?;
        }
        match self.limit {
            Some(limit) => set_limit(draft, order, limit, names.limit),
            None => Ok(order),
        }
    }
}

fn set_trigger(draft: &Draft<'_>, order: &mut Order, trigger: Price, name: Field) -> Result<(), VenueError> {
    let (pair, side, at) = (order.pair, order.side, draft.at);
    let last = draft.venue.market().last_ticks(pair, at.secs());
    let waiting = order.stop.as_mut().filter(|stop| stop.fired.is_none());
    match (waiting.map(|stop| &mut stop.when), trigger) {
        (Some(When::At { kind, price }), trigger) => {
            *price = trigger.resolve(pair, last, kind.is_above(side))?;
            Ok(())
        }
        // a new distance is followed from now on
        (Some(When::Trailing { offset, since, .. }), Price::By(Shift { up: true, by })) => {
            (*offset, *since) = (by, at);
            Ok(())
        }
        _ => Err(VenueError::InvalidArgument(name)),
    }
}

fn set_limit(draft: &Draft<'_>, mut order: Order, limit: Price, name: Field) -> Result<Order, VenueError> {
    let (pair, sells) = (order.pair, order.side == Side::Sell);
    let last = draft.venue.market().last_ticks(pair, draft.at.secs());
    let waiting = order.stop.as_mut().filter(|stop| stop.fired.is_none());
    if let Some(When::Trailing { limit: shift, .. }) = waiting.map(|stop| &mut stop.when) {
        let (Some(old), Price::By(new)) = (shift, limit) else {
            return Err(VenueError::InvalidArgument(name));
        };
        *old = new;
        return Ok(order);
    }
    if order.kind == OrderKind::Market {
        return Err(VenueError::InvalidArgument(name));
    }
    let (reference, up) = match order.stop.as_deref().filter(|stop| stop.fired.is_none()) {
        Some(stop) => match stop.when.mark(pair, order.side)? {
            Mark::Fixed(_, level) => (level, !sells),
            Mark::Trail(..) => (last, sells),
        },
        None => (last, sells),
    };
    order.kind = OrderKind::Limit(limit.resolve(pair, reference, up)?);
    Ok(order)
}
