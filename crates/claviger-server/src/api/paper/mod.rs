//! The paper exchange, from the management side.

pub(super) mod add;
pub(super) mod balances;
pub(crate) mod changes;
pub(super) mod confirm;
pub(super) mod deposit;
mod desk;
pub(super) mod fills;
pub(super) mod list;
pub(super) mod orders;
pub(super) mod remove;
pub(super) mod settings;
mod trade_desk;
pub(super) mod withdrawals;

pub(crate) use super::decimal::positive;
pub(crate) use add::address;
pub use desk::{Book, BookChange, Boxed, OfAddress, OfDeposit, PaperDesk, PaperError, SavedAddress};
pub(crate) use orders::{Kind, OrderText};
pub use trade_desk::{Cancel, HeldAsset, Holdings, OfCancelled, OfOrder, Placed, SeenOrder, TradeDesk};
pub(crate) use withdrawals::{WithdrawalJson, status};

use super::failure::Failure;
use super::reply::Reply;
use super::shell::Call;
use crate::problem::{Code, Problem};
use changes::of_book;
use claviger::ChangeError;
use claviger::core::action::Action;
use claviger::core::store::Conflict;
use claviger::core::time::Timestamp;
use claviger::manage::{ManageError, Thing};
use claviger_venue::{AddressId, AddressScope, Asset};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A saved withdrawal address.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = Address)]
pub(super) struct AddressJson {
    /// Its id.
    #[schema(example = "AB7J4FF-BGM7G-V2JMIH")]
    id: String,
    /// The asset it takes.
    #[schema(example = "XBT")]
    asset: &'static str,
    /// What it takes: `method`, its asset; `network`, every asset of the same network.
    #[schema(example = "method")]
    scope: &'static str,
    /// Its name, unique among the account's addresses of the asset; `key` of a withdrawal.
    key: String,
    /// The address.
    address: String,
    /// What it is for.
    description: String,
    /// Whether it may be withdrawn to.
    verified: bool,
    /// Who saved it: a `member`, or a `key`.
    #[schema(example = "key")]
    origin: &'static str,
    /// The id of the key or token that saved it; empty if that is not known.
    by: String,
    /// When it was saved.
    #[schema(format = DateTime)]
    added_at: String,
}

impl AddressJson {
    fn of((id, address): &SavedAddress) -> Self {
        AddressJson {
            id: id.to_string(),
            scope: match address.scope {
                AddressScope::Method => "method",
                AddressScope::Network => "network",
            },
            description: address.description.to_string(),
            origin: address.origin.as_str(),
            by: address.by.to_string(),
            added_at: Timestamp::from_micros(address.added_at.0).to_string(),
            asset: address.asset.altname(),
            key: address.key.to_string(),
            address: address.address.to_string(),
            verified: address.verified,
        }
    }
}

/// An asset by any of its names.
pub(crate) fn asset(name: &str) -> Result<Asset, &'static str> {
    Asset::find(name).ok_or("takes the name of an asset, such as XBT or USD")
}

/// Nothing: a body, if there is one, is the empty object.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Changes the address whose id is in the path, and answers with what `after` makes of it.
async fn changed(
    call: &Call,
    action: Action,
    seen: Option<String>,
    change: fn(AddressId, &str) -> BookChange,
    after: fn(AddressJson) -> AddressJson,
) -> Result<Reply, Failure> {
    let id: AddressId = call.id(Thing::Address)?;
    let book = call.state.paper.book(call.caller.account).await.map_err(failure)?;
    let saved = book.addresses.iter().find(|(known, _)| *known == id);
    let saved = saved.ok_or_else(|| Problem::from(ManageError::NotFound(Thing::Address)))?;
    if seen.is_some_and(|seen| *seen != *saved.1.key) {
        let now = format!("the address is called \"{}\" now; look at it again", saved.1.key);
        return Err(Problem::new(Code::Changed, now).into());
    }
    let json = after(AddressJson::of(saved));
    let mutation = of_book(&call.answering(shown), (action, saved), &json);
    call.state
        .paper
        .change_book(call.caller.account, change(id, &saved.1.key), mutation)
        .await
        .map_err(failure)?;
    Ok(shown(&json)?)
}

fn shown(address: &AddressJson) -> Result<Reply, Problem> {
    Reply::ok(address)
}

/// What the desk answered, as a failure. A refusal leaves its entry by way of the shell.
pub(super) fn failure(error: PaperError) -> Failure {
    match error {
        PaperError::Refused(error) => Problem::new(Code::UpstreamRefused, error.to_string()).into(),
        PaperError::Change(ChangeError::Conflict(Conflict::CallerGone)) => ManageError::CallerGone.into(),
        PaperError::Change(ChangeError::Conflict(Conflict::Repeated)) => ManageError::Repeated.into(),
        PaperError::Change(ChangeError::Conflict(_)) => {
            Problem::new(Code::Changed, "the account was changed in the meantime").into()
        }
        PaperError::Change(ChangeError::Unavailable) => ManageError::Unavailable.into(),
    }
}
