//! Working out the prices of a model.

use rust_decimal::Decimal;

use super::{Model, OrderKind, Side, When, price_ticks};
use crate::{VenueError, micros::Micros, pair::Pair};

/// A model with every price worked out.
#[derive(Clone, Copy)]
pub(super) struct Resolved {
    pub(super) kind: OrderKind,
    pub(super) display: Option<Decimal>,
    pub(super) when: Option<When>,
}

impl Resolved {
    /// Works the prices out, from the last price in ticks.
    pub(super) fn of(
        model: Model,
        (pair, side): (Pair, Side),
        last: i64,
        at: Micros,
    ) -> Result<Self, VenueError> {
        let sells = side == Side::Sell;
        Ok(match model {
            Model::Market => Self { kind: OrderKind::Market, display: None, when: None },
            Model::Limit { price: limit } => {
                let kind = OrderKind::Limit(limit.resolve(pair, last, sells)?);
                Self { kind, display: None, when: None }
            }
            Model::Iceberg { price: limit, display } => {
                let kind = OrderKind::Limit(limit.resolve(pair, last, sells)?);
                Self { kind, display: Some(display), when: None }
            }
            Model::Stop { kind, price: trigger, limit } => {
                let trigger = trigger.resolve(pair, last, kind.is_above(side))?;
                let level = price_ticks(pair, trigger)?;
                let limit = limit.map(|limit| limit.resolve(pair, level, !sells)).transpose()?;
                let when = Some(When::At { kind, price: trigger });
                let kind = limit.map_or(OrderKind::Market, OrderKind::Limit);
                Self { kind, display: None, when }
            }
            Model::Trailing { offset, limit } => {
                let when = Some(When::Trailing { offset, limit, since: at });
                Self { kind: OrderKind::Market, display: None, when }
            }
        })
    }
}

/// Checks what an order waits for.
pub(super) fn check_trigger(resolved: &Resolved, (pair, side): (Pair, Side)) -> Result<(), VenueError> {
    let Some(when) = resolved.when else { return Ok(()) };
    when.mark(pair, side)?;
    match when {
        When::Trailing { limit: Some(limit), .. } => limit.by.steps(pair).map(drop),
        _ => Ok(()),
    }
}
