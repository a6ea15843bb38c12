//! What an order does once it meets the book.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

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
