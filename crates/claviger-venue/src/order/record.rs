//! An order as it is kept.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{CloseReason, Flags, OrderKind, OrderStatus, Side};
use crate::{
    ids::{OrderId, TradeId},
    micros::Micros,
    pair::Pair,
};

/// An order of an account. Volumes in the base asset, prices, cost and fee in the quote asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// The market.
    pub pair: Pair,
    /// Buy or sell.
    pub side: Side,
    /// Market or limit with its price.
    pub kind: OrderKind,
    /// Volume ordered.
    pub volume: Decimal,
    /// Volume filled.
    pub filled: Decimal,
    /// Cost of what was filled.
    pub cost: Decimal,
    /// Value of the fees of what was filled.
    pub fee: Decimal,
    /// Amount held for the open rest: quote asset for a buy order, base asset for a sell order.
    pub held: Decimal,
    /// Flags.
    #[serde(default, skip_serializing_if = "Flags::is_plain")]
    pub flags: Flags,
    /// The client's number for a group of orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userref: Option<i32>,
    /// The client's own id, unique among its open orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cl_ord_id: Option<Box<str>>,
    /// The order this one replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<OrderId>,
    /// Where it stands.
    pub status: OrderStatus,
    /// Why it ended early.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<CloseReason>,
    /// When it was placed.
    pub opened_at: Micros,
    /// When it was placed or last amended: the rate counter charges young orders more.
    pub touched_at: Micros,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Micros>,
    /// Its trades, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trades: Vec<TradeId>,
}

impl Order {
    /// Volume not filled yet.
    #[must_use]
    pub fn rest(&self) -> Decimal {
        self.volume.saturating_sub(self.filled)
    }

    /// Average price of what was filled; zero when nothing was.
    #[must_use]
    pub fn average_price(&self) -> Decimal {
        // one place more than the market's prices, as an average need not be a tick
        crate::money::div(self.cost, self.filled, self.pair.price_decimals() + 1).unwrap_or(Decimal::ZERO)
    }

    /// Kraken's one-line description: `buy 1.25000000 XBTUSD @ limit 37500.0`.
    #[must_use]
    pub fn describe(&self) -> String {
        let pair = self.pair;
        let head = format!(
            "{} {:.*} {} @ {}",
            self.side.as_str(),
            pair.lot_decimals() as usize,
            self.volume,
            pair.altname(),
            self.kind.as_str()
        );
        match self.kind {
            OrderKind::Market => head,
            OrderKind::Limit(price) => format!("{head} {price:.*}", pair.price_decimals() as usize),
        }
    }
}
