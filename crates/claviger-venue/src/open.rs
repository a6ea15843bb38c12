//! Opening an account.

use rust_decimal::Decimal;

use crate::{
    VenueError,
    account::AccountNo,
    asset::Asset,
    draft::Draft,
    event::{Event, Reply},
    funding::{Deposit, FundingStatus, NewAddress, check_amount},
    ledger::{LedgerRow, LedgerSource},
};

/// Opens an account with deposits and saved addresses.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    account: AccountNo,
    funding: &[(Asset, Decimal)],
    addresses: &[NewAddress],
) -> Result<Reply, VenueError> {
    if draft.account(account).is_ok() {
        return Err(VenueError::AlreadyOpened);
    }
    let mut deposits = Vec::with_capacity(funding.len());
    for (asset, amount) in funding {
        deposits.push(credit(draft, account, *asset, *amount)?);
    }
    let at = draft.at;
    let addresses =
        addresses.iter().map(|new| new.check(draft.address_number(), true, at)).collect::<Result<_, _>>()?;
    draft.events.push(Event::Opened { at: draft.at, account, deposits, addresses });
    Ok(Reply::Opened)
}

fn credit(
    draft: &mut Draft<'_>,
    account: AccountNo,
    asset: Asset,
    amount: Decimal,
) -> Result<(Deposit, LedgerRow), VenueError> {
    check_amount(asset, amount)?;
    let (id, at) = (draft.funding_id(), draft.at);
    let row = draft.book(account, LedgerSource::Deposit(id), asset, amount, Decimal::ZERO, at)?;
    Ok((Deposit { id, asset, amount, at, status: FundingStatus::Success, changed_at: at }, row))
}
