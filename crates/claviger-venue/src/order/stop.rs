//! What must happen before an order meets the book, and whether it has.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Offset, Shift, Side, Steps, StopKind};
use crate::{
    VenueError,
    market::{Trail, Watch},
    micros::Micros,
    order::price::price_ticks,
    pair::Pair,
};

/// The trigger of an order. The reference is the market's last price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// When it fires.
    pub when: When,
    /// When and where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fired: Option<Fired>,
}

/// When a trigger fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// At a fixed price.
    At {
        /// Which way.
        kind: StopKind,
        /// The price.
        price: Decimal,
    },
    /// When the price turns back from its best.
    Trailing {
        /// How far.
        offset: Offset,
        /// Where the limit is then set, from the trigger price; without one the order becomes a market order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<Shift>,
        /// The best price is looked for from this instant on.
        since: Micros,
    },
}

/// A trigger that fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fired {
    /// When.
    pub at: Micros,
    /// The trigger price then.
    pub price: Decimal,
}

impl Stop {
    /// The trigger price, unless it still follows the market.
    #[must_use]
    pub fn price(&self) -> Option<Decimal> {
        match (self.fired, self.when) {
            (Some(fired), _) => Some(fired.price),
            (None, When::At { price, .. }) => Some(price),
            (None, When::Trailing { .. }) => None,
        }
    }
}

/// A trigger in whole numbers.
pub(crate) enum Mark {
    /// Fires when the watched price comes to this many ticks.
    Fixed(Watch, i64),
    /// Fires when the trail is cut; followed from this second on.
    Trail(Trail, i64),
}

impl When {
    /// What is to be watched for an order of a side.
    pub(crate) fn mark(self, pair: Pair, side: Side) -> Result<Mark, VenueError> {
        match self {
            Self::At { kind, price } => {
                let watch = if kind.is_above(side) { Watch::LastRises } else { Watch::LastFalls };
                Ok(Mark::Fixed(watch, price_ticks(pair, price)?))
            }
            Self::Trailing { offset, since, .. } => {
                Ok(Mark::Trail(Trail { side, steps: positive(offset.steps(pair)?)? }, since.secs()))
            }
        }
    }
}

fn positive(steps: Steps) -> Result<Steps, VenueError> {
    match steps {
        Steps::Ticks(1..) | Steps::Millionths(1..1_000_000) => Ok(steps),
        _ => Err(VenueError::InvalidPrice),
    }
}
