//! Which way an order goes.

use serde::{Deserialize, Serialize};

/// Buy or sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

    /// The other one.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
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
