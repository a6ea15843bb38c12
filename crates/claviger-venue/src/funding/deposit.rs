//! Deposits: asked for by the operator, credited after going through their statuses.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{FundingStatus, check_amount};
use crate::{
    VenueError,
    account::AccountNo,
    asset::Asset,
    draft::Draft,
    event::{Event, Reply},
    ids::FundingId,
    ledger::LedgerSource,
    micros::Micros,
};

/// A deposit. The amount is in the asset; deposits are free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    /// Its reference.
    pub id: FundingId,
    /// The asset.
    pub asset: Asset,
    /// What is credited.
    pub amount: Decimal,
    /// When it was asked for.
    pub at: Micros,
    /// Where it stands.
    pub status: FundingStatus,
    /// When the status last changed.
    pub changed_at: Micros,
}

/// Begins a deposit.
pub(crate) fn request(
    draft: &mut Draft<'_>,
    account: AccountNo,
    asset: Asset,
    amount: Decimal,
) -> Result<Reply, VenueError> {
    draft.account(account)?;
    check_amount(asset, amount)?;
    if amount < asset.funding().deposit_minimum {
        return Err(VenueError::InvalidAmount);
    }
    let (id, at) = (draft.funding_id(), draft.at);
    let deposit = Deposit { id, asset, amount, at, status: FundingStatus::Initial, changed_at: at };
    draft.events.push(Event::DepositRequested { account, deposit });
    Ok(Reply::Deposited { id })
}

/// Moves a deposit on to its next status at an instant; the last step credits it.
pub(crate) fn advance(
    draft: &mut Draft<'_>,
    account: AccountNo,
    deposit: &Deposit,
    status: FundingStatus,
    at: Micros,
) -> Result<(), VenueError> {
    let row = match status {
        FundingStatus::Success => {
            let source = LedgerSource::Deposit(deposit.id);
            Some(draft.book(account, source, deposit.asset, deposit.amount, Decimal::ZERO, at)?)
        }
        _ => None,
    };
    draft.events.push(Event::DepositAdvanced { at, account, id: deposit.id, status, row });
    Ok(())
}
