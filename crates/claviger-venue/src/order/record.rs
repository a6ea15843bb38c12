//! An order as it is kept.

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use serde::{Deserialize, Serialize};

use super::{
    CloseReason, Fired, Flags, Model, OrderKind, OrderStatus, Price, Side, Stop, When, check::MOST_PEAKS,
};
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
    /// What it does once it meets the book: market, or limit with its price. Of a trailing stop, the limit is only set when
    /// it fires.
    pub kind: OrderKind,
    /// Volume of one peak, of an iceberg: so much of it is in the book at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<Decimal>,
    /// What must happen before it meets the book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Box<Stop>>,
    /// The order on the other side that each of its fills opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close: Option<Box<Model>>,
    /// Immediate or cancel: what it cannot take at once, it leaves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub immediate: bool,
    /// When it is to start, if it was scheduled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Micros>,
    /// When it expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Micros>,
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
    /// The order whose fill opened this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<OrderId>,
    /// Who asked for it, by the number that whoever passed the command on knows them by; none if nobody said, or if
    /// nobody did: an order that was opened by another one's fill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<u64>,
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

    /// Volume in the book once it rests: the peak of an iceberg, everything that is left of any other order. A damaged
    /// record of a peak that is nothing hides nothing, so that every fill is of something.
    #[must_use]
    pub fn shown(&self) -> Decimal {
        let rest = self.rest();
        self.display.filter(|peak| *peak > Decimal::ZERO).map_or(rest, |peak| peak.min(rest))
    }

    /// How many fills are left of it as it rests: one for each peak of an iceberg, the last of which may be smaller.
    pub(crate) fn peaks(&self) -> u32 {
        let peaks = self.rest().checked_div(self.shown()).and_then(|peaks| peaks.ceil().to_u32());
        peaks.unwrap_or(1).clamp(1, MOST_PEAKS)
    }

    /// The execution model, its prices resolved.
    #[must_use]
    pub fn model(&self) -> Model {
        let limit = self.kind.price();
        match (self.stop.as_deref(), self.display) {
            (Some(Stop { when: When::At { kind, price }, .. }), _) => {
                Model::Stop { kind: *kind, price: Price::At(*price), limit: limit.map(Price::At) }
            }
            (Some(Stop { when: When::Trailing { offset, limit, .. }, .. }), _) => {
                Model::Trailing { offset: *offset, limit: *limit }
            }
            (None, Some(display)) => Model::Iceberg { price: Price::At(limit.unwrap_or_default()), display },
            (None, None) => self.kind.into(),
        }
    }

    /// Whether it has not ended: in the book, waiting for its trigger, or for its start.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        matches!(self.status, OrderStatus::Open | OrderStatus::Pending)
    }

    /// Whether it waits for a trigger that has not fired.
    #[must_use]
    pub fn is_untriggered(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| stop.fired.is_none())
    }

    /// Starts it.
    pub(crate) fn begin(&mut self, at: Micros) {
        (self.status, self.touched_at) = (OrderStatus::Open, at);
        if let Some(When::Trailing { since, .. }) = self.stop.as_mut().map(|stop| &mut stop.when) {
            *since = at;
        }
    }

    /// Fires its trigger; the limit behind a trailing stop is set now.
    pub(crate) fn fire(&mut self, fired: Fired) {
        let (pair, Some(stop)) = (self.pair, self.stop.as_mut()) else { return };
        stop.fired = Some(fired);
        if let When::Trailing { limit: Some(limit), .. } = stop.when {
            let price = pair.ticks(fired.price).and_then(|ticks| limit.price_from(pair, ticks).ok());
            self.kind = price.map_or(self.kind, OrderKind::Limit);
        }
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
        format!(
            "{} {:.*} {} @ {}",
            self.side.as_str(),
            pair.lot_decimals() as usize,
            self.volume,
            pair.altname(),
            self.model().describe(pair)
        )
    }

    /// The same of the order that each fill opens: `close position @ stop loss 22000.0 -> limit 21000.0`.
    #[must_use]
    pub fn describe_close(&self) -> Option<String> {
        self.close.as_ref().map(|model| format!("close position @ {}", model.describe(self.pair)))
    }
}
