//! Orders and what may be done with them; one verb, one file.

mod amend;
mod cancel;
mod edit;
mod matching;
mod place;
mod settle;

pub(crate) use matching::Fill;
pub use matching::{MAKER_FEE, TAKER_FEE};
pub(crate) use settle::{fill_resting, hold_asset};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use amend::AmendOrder;
pub(crate) use amend::run as amend;
pub use cancel::OrderRef;
pub(crate) use cancel::{run as cancel, run_all as cancel_all};
pub use edit::EditOrder;
pub(crate) use edit::run as edit;
pub(crate) use place::run as place;
pub use place::{AddOrder, TimeInForce};

use crate::{
    ids::{OrderId, TradeId},
    micros::Micros,
    pair::Pair,
};

/// Buy or sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Base in, quote out.
    Buy,
    /// Base out, quote in.
    Sell,
}

impl Side {
    /// Kraken's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Buy => "buy",
            Self::Sell => "sell",
        }
    }

    /// Whether a market price satisfies a limit of this side.
    pub(crate) const fn is_reached(self, market: i64, limit: i64) -> bool {
        match self {
            Self::Buy => market <= limit,
            Self::Sell => market >= limit,
        }
    }
}

/// Market or limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OrderKind {
    /// Takes what the book offers.
    Market,
    /// Trades at this price (in the quote asset) or better.
    Limit(Decimal),
}

impl OrderKind {
    /// Kraken's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Market => "market",
            Self::Limit(_) => "limit",
        }
    }

    /// The limit price.
    #[must_use]
    pub const fn price(self) -> Option<Decimal> {
        match self {
            Self::Market => None,
            Self::Limit(price) => Some(price),
        }
    }
}

/// Order flags: Kraken's `oflags`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flags {
    /// `post`: never take; only with limit orders.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub post: bool,
    /// `fcib`: fee in the base asset. Otherwise (`fciq`) the fee is in the quote asset.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fcib: bool,
    /// `nompp`: no market price protection. Accepted and kept; this venue has no such protection.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nompp: bool,
    /// `viqc`: volume of a market buy in the quote asset. Not offered: refused.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub viqc: bool,
}

impl Flags {
    fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Kraken's words, comma separated: `fciq`, `post,fcib`.
    #[must_use]
    pub fn text(self) -> String {
        let currency = if self.fcib { "fcib" } else { "fciq" };
        let words = [(self.post, "post"), (true, currency), (self.nompp, "nompp")];
        words.into_iter().filter(|(set, _)| *set).map(|(_, word)| word).collect::<Vec<_>>().join(",")
    }
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OrderStatus {
    /// Resting in the book.
    Open,
    /// Filled completely.
    Closed,
    /// Ended before it was filled.
    Canceled,
}

impl OrderStatus {
    /// Kraken's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Canceled => "canceled",
        }
    }
}

/// Why an order ended before it was filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// Cancelled by its owner.
    UserRequested,
    /// Replaced by an edit.
    Replaced,
    /// An immediate-or-cancel order met no more offers within its limit.
    ImmediateOrCancel,
    /// A market order met the end of the book.
    NoLiquidity,
}

impl CloseReason {
    /// A text in the manner of Kraken's `reason`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UserRequested => "User requested",
            Self::Replaced => "Order replaced",
            Self::ImmediateOrCancel => "Immediate or cancel",
            Self::NoLiquidity => "Insufficient market liquidity",
        }
    }
}

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
