//! Allocating: out of the spot wallet, into the strategy.

use rust_decimal::Decimal;

use super::{Strategy, check_amount, move_between};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
    ledger::Wallet,
    money,
};

/// Allocates so much to a strategy, at once.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    account: AccountNo,
    strategy: Strategy,
    amount: Decimal,
) -> Result<Reply, VenueError> {
    let allocated = draft.account(account)?.allocated(strategy.asset());
    check_amount(draft, strategy, amount, None)?;
    if amount > draft.venue.holding(account, strategy.asset()).available() {
        return Err(VenueError::EarnInsufficientFunds);
    }
    if money::add(allocated, amount)? > strategy.cap() {
        return Err(VenueError::EarnAboveCap);
    }
    let rows = move_between(draft, account, strategy, amount, Wallet::Earn)?;
    draft.events.push(Event::Allocated { account, rows });
    Ok(Reply::Allocated)
}
