//! Where an order stands, and why it ended.

use serde::{Deserialize, Serialize};

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OrderStatus {
    /// Scheduled: it has not started.
    Pending,
    /// In the book, or waiting for its trigger.
    Open,
    /// Filled completely.
    Closed,
    /// Ended before it was filled.
    Canceled,
    /// Ended before it was filled, because its time was over.
    Expired,
}

impl OrderStatus {
    /// Kraken's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Canceled => "canceled",
            Self::Expired => "expired",
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
    /// Its time was over.
    Expired,
    /// It could not pay when its trigger fired, when it started, or when a fill opened it.
    InsufficientFunds,
    /// It was post-only and would have taken when it started.
    PostOnly,
    /// The dead man's switch of its account went off.
    CancelAfter,
    /// It was amended to no more than what was filled.
    AmendedToFilled,
}

impl CloseReason {
    /// Where the order stands then.
    pub(crate) const fn status(self) -> OrderStatus {
        match self {
            Self::Expired => OrderStatus::Expired,
            _ => OrderStatus::Canceled,
        }
    }

    /// A text in the manner of Kraken's `reason`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UserRequested => "User requested",
            Self::Replaced => "Order replaced",
            Self::ImmediateOrCancel => "Immediate or cancel",
            Self::NoLiquidity => "Insufficient market liquidity",
            Self::Expired => "Expired",
            Self::InsufficientFunds => "Insufficient funds",
            Self::PostOnly => "Post only order",
            Self::CancelAfter => "Cancel all orders after",
            Self::AmendedToFilled => "Amended to filled quantity",
        }
    }
}
