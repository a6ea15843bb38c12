//! An open order as a line of a list.

use super::super::super::page::time::Moment;
use super::super::{money, time};
use crate::api::paper::SeenOrder;
use claviger::core::time::Timestamp;
use claviger_venue::{OrderStatus, Side};

/// An open order.
pub(in super::super::super) struct Line {
    pub(in super::super::super) id: String,
    pub(in super::super::super) symbol: String,
    /// `buy` or `sell`.
    pub(in super::super::super) side: &'static str,
    /// As in *Buy*.
    pub(in super::super::super) verb: &'static str,
    /// As in *stop loss limit*.
    pub(in super::super::super) kind: String,
    pub(in super::super::super) volume: String,
    /// What was filled; empty if nothing was.
    pub(in super::super::super) filled: String,
    /// The price it waits for; empty if none is set.
    pub(in super::super::super) price: String,
    /// The trigger before it; empty if it has none, or it fired.
    pub(in super::super::super) trigger: String,
    /// What it waits for, in a word.
    pub(in super::super::super) state: &'static str,
    pub(in super::super::super) placed: Moment,
}

impl Line {
    pub(in super::super) fn of(seen: &SeenOrder, now: Timestamp) -> Self {
        let (order, pair) = (&seen.order, seen.order.pair);
        let waits = order.is_untriggered();
        let trigger = seen.trigger.filter(|_| waits);
        Line {
            id: order.id.to_string(),
            symbol: pair.symbol(),
            side: order.side.as_str(),
            verb: if order.side == Side::Buy { "Buy" } else { "Sell" },
            kind: order.model().as_str().replace('-', " "),
            volume: money::named(pair.base(), order.volume),
            filled: if order.filled.is_zero() {
                String::new()
            } else {
                money::amount(pair.base(), order.filled)
            },
            price: seen.limit.map(|price| money::price(pair, price)).unwrap_or_default(),
            trigger: trigger.map(|price| money::price(pair, price)).unwrap_or_default(),
            state: match order.status {
                OrderStatus::Pending => "Waits for its start",
                _ if waits => "Waits for its trigger",
                _ => "In the book",
            },
            placed: Moment::of(time(order.opened_at), now),
        }
    }
}
