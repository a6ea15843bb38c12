//! The newer funding interface, `/funding/v1` and `/funding/v2` (KRAKEN-WIRE.md §1.4, §3.5, §8.30).
//!
//! # What an answer looks like
//! A success is the object itself, with HTTP 200 and without the envelope of the older methods. A
//! refusal is `{"error":["EAPI:Invalid key"]}`, also with HTTP 200: the texts are those of the older
//! methods, to the letter, and the precise reason is in `Claviger-Reason`. The exchange's pages show
//! only successes; clients of it report *problem details* under an error status. Here a signed call
//! never answers with an error status, so that no client takes a refusal for a broken line and sends
//! the call again; no success has a member `error`, so the two cannot be mistaken for one another.
//!
//! # What is taken from where
//! Paths, permissions and paging are the exchange's published pages. Names of members are those of
//! its examples and of public clients that read them. Inferred are: the names of assets (`XBT` as in
//! the older methods; any of an asset's names is taken), the default and the form of pages and
//! cursors, the text for what is not found, that a fee quote is refused once the fee or the method is
//! another, and that parameters of a body that are not known are refused.
//!
//! # What there is
//! Each asset has one method in and one out, named by an id that never changes. A withdrawal address
//! is saved for a method or for a network; there are no groups of networks. There is one wallet, so
//! `account_id` is refused. Fees are fixed and limits are balances.

mod address;
mod address_add;
mod address_remove;
mod address_update;
mod addresses;
mod assets;
mod claim;
mod deposit_addresses;
mod deposits;
mod fees;
mod ids;
mod limits;
mod methods;
mod networks;
mod page;
mod quote;
mod scope;
mod shape;
mod span;
mod withdraw;
mod withdrawals;

pub(crate) use span::dates;

use super::Answer;
use super::private::{Act, View};
use crate::error::KrakenError;
use crate::method::{FundingAct, FundingRead};
use crate::parse::Params;
use claviger_venue::Micros;

/// Writes what is read.
pub(crate) fn read(read: FundingRead<'_>, query: &Params<'_>, view: &View<'_>) -> Answer {
    one_wallet(query)?;
    match read {
        FundingRead::Assets(_) => assets::answer(query),
        FundingRead::Methods(direction) => methods::answer(direction, query),
        FundingRead::Networks => networks::answer(),
        FundingRead::Fees(id) => fees::answer(id, query, view),
        FundingRead::Limits { direction, class, asset } => limits::answer(direction, (class, asset), view),
        FundingRead::Deposits => deposits::answer(query, view),
        FundingRead::Withdrawals => withdrawals::answer(query, view),
        FundingRead::Addresses => addresses::answer(query, view),
        FundingRead::DepositAddresses => deposit_addresses::answer(query, view),
    }
}

/// What a call is to change. `by` names its key, `now` is when it was let in.
pub(crate) fn act(
    act: FundingAct<'_>,
    (query, body): (&Params<'_>, &Params<'_>),
    by: &str,
    now: Micros,
) -> Result<Act, KrakenError> {
    one_wallet(query)?;
    match act {
        FundingAct::ClaimDepositAddress => claim::act(body),
        FundingAct::AddAddress => address_add::act(body, by),
        FundingAct::UpdateAddress(id) => address_update::act(id, body),
        FundingAct::RemoveAddress(id) => address_remove::act(id),
        FundingAct::Withdraw => withdraw::act(body, now),
    }
}

/// Refuses a wallet other than the one there is.
fn one_wallet(query: &Params<'_>) -> Result<(), KrakenError> {
    match query.one("account_id")? {
        None => Ok(()),
        Some(_) => Err(KrakenError::InvalidArgument("account_id")),
    }
}

/// Refuses members that are not among these: what is not understood must not be left out of a call
/// that moves money.
fn only(body: &Params<'_>, known: &[&str]) -> Result<(), KrakenError> {
    let all = body.iter().all(|(name, _)| known.contains(&name));
    if all { Ok(()) } else { Err(KrakenError::InvalidArguments) }
}
