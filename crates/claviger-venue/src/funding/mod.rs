//! Money in and out; one verb, one file.

mod address;
mod book;
mod deposit;
mod withdraw;

pub use address::{DepositAddress, default_addresses, default_funding};
pub(crate) use address::{claim_deposit_address, deposit_addresses, new_deposit_address};
pub use book::{Address, AddressScope, NewAddress, Origin, UpdateAddress};
pub(crate) use book::{
    add_address, by_id as address_by_id, confirm_address, remove_address, trust_addresses, update_address,
};
pub use deposit::Deposit;
pub(crate) use deposit::{advance as advance_deposit, request as deposit};
pub use withdraw::{Withdraw, WithdrawInfo, WithdrawTo, Withdrawal};
pub(crate) use withdraw::{
    advance as advance_withdrawal, cancel as withdraw_cancel, quote as withdraw_info, request as withdraw,
    request_to as withdraw_to,
};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{VenueError, asset::Asset, index::FundingKind, micros::Micros, money};

/// Where a deposit or a withdrawal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FundingStatus {
    /// Asked for. A withdrawal's amount is held and may still be cancelled.
    Initial,
    /// On its way. A withdrawal has been sent and booked.
    Pending,
    /// Confirmed by the network.
    Settled,
    /// Done. A deposit is credited.
    Success,
    /// Cancelled before it was sent.
    Canceled,
}

impl FundingStatus {
    /// Kraken's word. A cancelled withdrawal is a `Failure` whose `status-prop` is `canceled`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "Initial",
            Self::Pending => "Pending",
            Self::Settled => "Settled",
            Self::Success => "Success",
            Self::Canceled => "Failure",
        }
    }
}

/// How long deposits and withdrawals stay in each status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delays {
    /// A deposit in each of *Initial*, *Pending* and *Settled*.
    pub deposit_step: Micros,
    /// A withdrawal in *Initial*: how long it may be cancelled.
    pub withdrawal_initial: Micros,
    /// A withdrawal in *Pending*.
    pub withdrawal_pending: Micros,
    /// A withdrawal in *Settled*.
    pub withdrawal_settled: Micros,
}

impl Default for Delays {
    fn default() -> Self {
        Self {
            deposit_step: Micros::from_secs(1),
            withdrawal_initial: Micros::from_secs(10),
            withdrawal_pending: Micros::from_secs(20),
            withdrawal_settled: Micros::from_secs(30),
        }
    }
}

impl Delays {
    /// How long a record stays in a status; `None` when it is over.
    pub(crate) const fn of(self, kind: FundingKind, status: FundingStatus) -> Option<Micros> {
        match (kind, status) {
            (
                FundingKind::Deposit,
                FundingStatus::Initial | FundingStatus::Pending | FundingStatus::Settled,
            ) => Some(self.deposit_step),
            (FundingKind::Withdrawal, FundingStatus::Initial) => Some(self.withdrawal_initial),
            (FundingKind::Withdrawal, FundingStatus::Pending) => Some(self.withdrawal_pending),
            (FundingKind::Withdrawal, FundingStatus::Settled) => Some(self.withdrawal_settled),
            (_, FundingStatus::Success | FundingStatus::Canceled) => None,
        }
    }
}

impl FundingStatus {
    /// The status that follows by itself.
    pub(crate) const fn next(self) -> Option<Self> {
        match self {
            Self::Initial => Some(Self::Pending),
            Self::Pending => Some(Self::Settled),
            Self::Settled => Some(Self::Success),
            Self::Success | Self::Canceled => None,
        }
    }
}

/// Most units of an asset in one deposit or withdrawal: far inside the range in which sums stay exact.
const MOST: i64 = 1_000_000_000_000;

/// Refuses amounts that are not positive, too large, or finer than the asset's decimals.
pub(crate) fn check_amount(asset: Asset, amount: Decimal) -> Result<(), VenueError> {
    let plausible = amount > Decimal::ZERO && amount <= Decimal::from(MOST);
    if plausible && money::fits(amount, asset.decimals()) { Ok(()) } else { Err(VenueError::InvalidAmount) }
}
