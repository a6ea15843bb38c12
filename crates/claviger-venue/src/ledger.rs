//! Ledger entries.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    asset::Asset,
    ids::{FundingId, LedgerId, TradeId},
    micros::Micros,
};

/// What a ledger entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LedgerSource {
    /// One side of a trade.
    Trade(TradeId),
    /// A deposit credited.
    Deposit(FundingId),
    /// A withdrawal sent.
    Withdrawal(FundingId),
}

impl LedgerSource {
    /// The kind of entry.
    #[must_use]
    pub const fn kind(self) -> LedgerKind {
        match self {
            Self::Trade(_) => LedgerKind::Trade,
            Self::Deposit(_) => LedgerKind::Deposit,
            Self::Withdrawal(_) => LedgerKind::Withdrawal,
        }
    }

    /// Kraken's `refid`.
    #[must_use]
    pub fn refid(self) -> String {
        match self {
            Self::Trade(id) => id.to_string(),
            Self::Deposit(id) | Self::Withdrawal(id) => id.to_string(),
        }
    }
}

/// Kinds of ledger entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerKind {
    /// One side of a trade.
    Trade,
    /// A deposit credited.
    Deposit,
    /// A withdrawal sent.
    Withdrawal,
}

impl LedgerKind {
    /// Kraken's `type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trade => "trade",
            Self::Deposit => "deposit",
            Self::Withdrawal => "withdrawal",
        }
    }
}

/// One change of one balance: `balance = balance before + amount − fee`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerRow {
    /// Its id.
    pub id: LedgerId,
    /// What it belongs to.
    pub source: LedgerSource,
    /// When it was booked.
    pub at: Micros,
    /// The asset of the amounts.
    pub asset: Asset,
    /// What came in (positive) or went out (negative), fee not included.
    pub amount: Decimal,
    /// Fee taken, not negative.
    pub fee: Decimal,
    /// Balance afterwards.
    pub balance: Decimal,
}
