//! Deallocating: out of the strategy, into the spot wallet.

use rust_decimal::Decimal;

use super::{Strategy, check_amount, move_between};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
    ledger::Wallet,
};

/// Takes so much out of a strategy, at once.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    account: AccountNo,
    strategy: Strategy,
    amount: Decimal,
) -> Result<Reply, VenueError> {
    let allocated = draft.account(account)?.allocated(strategy.asset());
    check_amount(draft, strategy, amount, Some(allocated))?;
    if amount > allocated {
        return Err(VenueError::EarnInsufficientFunds);
    }
    let rows = move_between(draft, account, strategy, amount, Wallet::Spot)?;
    draft.events.push(Event::Deallocated { account, rows });
    Ok(Reply::Deallocated)
}
