//! The history of an order's terms: what was placed, and every change since.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Order, Stop};
use crate::{
    account::Account,
    ids::{AmendId, Ids},
    micros::Micros,
};

/// Who set the terms of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AmendKind {
    /// The order as it was placed.
    Original,
    /// Its owner changed it.
    User,
    /// The exchange changed it: the limit of a trailing stop is only known once the stop fires.
    Restated,
}

impl AmendKind {
    /// Kraken's `amend_type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::User => "user",
            Self::Restated => "restated",
        }
    }
}

/// The terms of an order from an instant on. Volumes in the base asset, prices in the quote asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Its id.
    pub id: AmendId,
    /// When.
    pub at: Micros,
    /// Who set these terms.
    pub kind: AmendKind,
    /// Total volume, fills included.
    pub order_qty: Decimal,
    /// Volume shown, of an iceberg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_qty: Option<Decimal>,
    /// Volume not filled at that time.
    pub remaining: Decimal,
    /// Limit price, if the order had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_price: Option<Decimal>,
    /// Trigger price, if the order has one that is fixed or fired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger_price: Option<Decimal>,
    /// Whether these terms were refused if they had made the order take.
    pub post_only: bool,
}

impl Amendment {
    /// The terms of an order as it stands.
    pub(crate) fn of(order: &Order, (id, at): (AmendId, Micros), kind: AmendKind, post_only: bool) -> Self {
        Self {
            id,
            at,
            kind,
            order_qty: order.volume,
            display_qty: order.display,
            remaining: order.rest(),
            limit_price: order.kind.price(),
            trigger_price: order.stop.as_deref().and_then(Stop::price),
            post_only,
        }
    }

    /// The terms of an order that was never amended, as it was placed.
    fn original(ids: Ids, order: &Order) -> Self {
        let placed = (AmendId::original(ids, order.id), order.opened_at);
        let post = order.flags.post;
        Self { remaining: order.volume, ..Self::of(order, placed, AmendKind::Original, post) }
    }
}

impl Account {
    /// Notes new terms of an order; `before` is the order as it was. The first note is preceded by the original terms, so
    /// that orders which are never amended cost nothing.
    pub(crate) fn note_amendment(&mut self, ids: Ids, before: &Order, amendment: Amendment) {
        let first = || vec![Amendment::original(ids, before)];
        self.amendments.entry(before.id).or_insert_with(first).push(amendment);
    }

    /// Every term an order ever had, oldest first; the first is the original.
    pub(crate) fn amendments_of(&self, ids: Ids, order: &Order) -> Vec<Amendment> {
        self.amendments.get(&order.id).cloned().unwrap_or_else(|| vec![Amendment::original(ids, order)])
    }
}
