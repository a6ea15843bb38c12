//! Earn: funds set aside under a strategy, and the rewards for it; one verb, one file.
//!
//! # Rules
//! * There is one strategy for each asset that has a yield ([`Strategy::all`]), of the kind the exchange calls *instant* and
//!   its own pages *flexible*: no bonding, no fee, rewards added to what is allocated.
//! * Allocated funds are in a wallet of their own ([`crate::Wallet::Earn`]): no order and no withdrawal can reach them.
//!   Both ways are done when they are answered, so nothing is ever pending.
//! * A reward is paid at each UTC midnight, for what has been allocated during the whole day that ends there: what comes in
//!   earns from the next midnight on, what goes out is taken from what came in last. It is an exact 365th of the yearly rate,
//!   rounded down to the asset's decimals; the rest is carried to the next day.
//! * After more than [`CATCH_UP_DAYS`] days without a look ([`crate::Venue::due`]), the days before those are paid by one
//!   entry of the same sum, so that a long pause costs neither time nor room.

mod allocate;
mod allocation;
mod deallocate;
mod reward;
mod strategy;
mod table;

pub(crate) use allocate::run as allocate;
pub use allocation::Allocation;
pub(crate) use deallocate::run as deallocate;
pub use reward::Payout;
pub(crate) use reward::{CATCH_UP_DAYS, DAY, REST_BOUND, day_of, expected, pay};
pub use strategy::{Strategy, YieldSource};

use rust_decimal::Decimal;

use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    error::Field,
    ids::EarnId,
    ledger::{LedgerRow, LedgerSource, Wallet},
    money,
};

/// Refuses an amount that is not positive or finer than the asset's decimals, and one worth less than the strategy's
/// minimum, unless it is `everything` there is.
fn check_amount(
    draft: &Draft<'_>,
    strategy: Strategy,
    amount: Decimal,
    everything: Option<Decimal>,
) -> Result<(), VenueError> {
    let asset = strategy.asset();
    if amount <= Decimal::ZERO || !money::fits(amount, asset.decimals()) {
        return Err(VenueError::InvalidArgument(Field::Amount));
    }
    let price = draft.venue.market.usd_price(asset, draft.at);
    // more than a decimal holds is more than the minimum
    let is_enough = amount.checked_mul(price).is_none_or(|dollars| dollars >= strategy.minimum_usd());
    if is_enough || everything == Some(amount) { Ok(()) } else { Err(VenueError::EarnBelowMinimum) }
}

/// Both sides of a move between the wallets, the one it leaves first.
fn move_between(
    draft: &mut Draft<'_>,
    account: AccountNo,
    strategy: Strategy,
    amount: Decimal,
    into: Wallet,
) -> Result<Box<[LedgerRow; 2]>, VenueError> {
    let (asset, at, id) = (strategy.asset(), draft.at, draft.earn_id());
    let allocated = draft.account(account)?.allocated(asset);
    let (spot, source): (_, fn(EarnId) -> _) = match into {
        Wallet::Earn => (-amount, LedgerSource::Allocation),
        Wallet::Spot => (amount, LedgerSource::Deallocation),
    };
    let earn = money::sub(allocated, spot)?;
    // ids are given in the order of the entries
    let leaving = |draft: &mut Draft<'_>| draft.book(account, source(id), asset, spot, Decimal::ZERO, at);
    let staying = |draft: &mut Draft<'_>| draft.row_of_earn(source(id), asset, (-spot, earn), at);
    Ok(Box::new(match into {
        Wallet::Earn => [leaving(draft)?, staying(draft)],
        Wallet::Spot => [staying(draft), leaving(draft)?],
    }))
}
