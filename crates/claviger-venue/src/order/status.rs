//! Where an order stands, and why it ended.

use serde::{Deserialize, Serialize};

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
