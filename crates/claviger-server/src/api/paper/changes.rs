//! The changes by hand at the paper exchange with their entries: the same, whether the API or the console makes them.
//! `told` makes what the change is answered by, from which its answer is kept if the request named a key.

use super::{
    BookChange, Cancel, OfAddress, OfCancelled, OfDeposit, OfOrder, PaperDesk, Placed, SavedAddress,
    SeenOrder,
};
use claviger::Authority;
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::store::{Change, Mutation};
use claviger::manage::keys::Clear;
use claviger::manage::{Caller, ManageError, Operation, act, admit};
use claviger_venue::{Asset, FundingId, NewAddress};
use rust_decimal::Decimal;
use std::any::Any;

/// A deposit.
pub(crate) fn of_deposit<T: Any>(
    caller: Caller,
    (asset, amount): (Asset, Decimal),
    told: impl FnOnce(Option<FundingId>) -> T + Send + 'static,
) -> OfDeposit {
    let words = format!("{amount} {}", asset.altname());
    Box::new(move |id| made(&caller, Action::Deposit, &words, &told(id)))
}

/// An address that is saved.
pub(crate) fn of_address<T: Any>(
    caller: Caller,
    new: &NewAddress,
    told: impl FnOnce(Option<SavedAddress>) -> T + Send + 'static,
) -> OfAddress {
    let words = format!("\"{}\" for {}: {}", new.key, new.asset.altname(), new.address);
    Box::new(move |saved| made(&caller, Action::AddressAdd, &words, &told(saved)))
}

/// An address that is confirmed or removed.
pub(crate) fn of_book<T: Any>(
    caller: &Caller,
    (action, saved): (Action, &SavedAddress),
    told: &T,
) -> Mutation {
    let (key, asset, by) = (&saved.1.key, saved.1.asset.altname(), saved.1.origin.as_str());
    let words = format!("\"{key}\" for {asset}: {}, saved by a {by}", saved.1.address);
    made(caller, action, &words, told)
}

/// The setting whether new addresses wait.
pub(crate) fn of_setting<T: Any>(caller: &Caller, verify: bool, told: &T) -> (BookChange, Mutation) {
    let words = match verify {
        true => "withdrawal addresses that keys save wait until a member confirms them",
        false => "withdrawal addresses that keys save may be used at once",
    };
    (BookChange::VerifyNew(verify), made(caller, Action::PaperSettings, words, told))
}

/// An order that is placed.
pub(crate) fn of_order<T: Any>(
    caller: Caller,
    told: impl FnOnce(Option<&Placed>) -> T + Send + 'static,
) -> OfOrder {
    Box::new(move |placed| {
        let words = placed.as_ref().map(|placed| format!("{}: {}", placed.id, placed.description));
        made(&caller, Action::OrderPlace, &words.unwrap_or_default(), &told(placed.as_ref()))
    })
}

/// An order that is cancelled.
pub(crate) fn of_cancel<T: Any>(
    caller: Caller,
    seen: &SeenOrder,
    told: impl FnOnce(usize) -> T + Send + 'static,
) -> (Cancel, OfCancelled) {
    let words = format!("{}: {}", seen.order.id, seen.order.describe());
    let mutation = move |count| made(&caller, Action::OrderCancel, &words, &told(count));
    (Cancel::One(seen.order.id), Box::new(mutation))
}

/// All open orders that are cancelled.
pub(crate) fn of_cancel_all<T: Any>(
    caller: Caller,
    told: impl FnOnce(usize) -> T + Send + 'static,
) -> OfCancelled {
    Box::new(move |count| {
        let words = if count == 1 { "1 open order".to_owned() } else { format!("{count} open orders") };
        made(&caller, Action::OrderCancelAll, &words, &told(count))
    })
}

/// What cancels every open order behind keys that are stopped. Whoever may not do that by hand stops nothing by such a
/// request.
pub(crate) async fn clearing<'a>(
    authority: &Authority,
    desk: &'a dyn PaperDesk,
    caller: &Caller,
) -> Result<Clear<'a>, ManageError> {
    admit(authority, caller, Operation::PaperOrderCancelAll).await?;
    let mutation = of_cancel_all(caller.on_the_way(), |_| ());
    let cancelling = desk.cancel(caller.account, Cancel::All, mutation);
    Ok(Box::pin(async { cancelling.await.map_err(ManageError::from) }))
}

fn made<T: Any>(caller: &Caller, action: Action, words: &str, told: &T) -> Mutation {
    caller.mutation(Change::UPSTREAM, act(caller, action, Target::Account, 0, words), told)
}
