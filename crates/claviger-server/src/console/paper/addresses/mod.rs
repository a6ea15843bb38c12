//! The addresses withdrawals may go to.

pub(in super::super) mod confirm;
pub(in super::super) mod list;
pub(in super::super) mod new;
pub(in super::super) mod remove;

use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::Trouble;
use super::super::page::time::Moment;
use super::{exchange, failure, time};
use crate::api::paper::SavedAddress;
use claviger::core::time::Timestamp;
use claviger::manage::Thing;
use claviger_venue::{AddressId, AddressScope};

/// A saved address.
struct Line {
    id: String,
    asset: &'static str,
    key: String,
    address: String,
    description: String,
    is_confirmed: bool,
    /// Takes every asset of its network.
    is_wide: bool,
    /// As in *a key*.
    origin: &'static str,
    by: String,
    added: Moment,
}

impl Line {
    fn of((id, address): &SavedAddress, now: Timestamp) -> Self {
        Line {
            id: id.to_string(),
            asset: address.asset.code(),
            key: address.key.to_string(),
            address: address.address.to_string(),
            description: address.description.to_string(),
            is_confirmed: address.verified,
            is_wide: matches!(address.scope, AddressScope::Network),
            origin: address.origin.as_str(),
            by: address.by.to_string(),
            added: Moment::of(time(address.added_at), now),
        }
    }
}

/// The address whose id is in the path.
async fn known(call: &Call) -> Result<SavedAddress, Failure> {
    let no_such = || Trouble::no_such(Thing::Address);
    let id: AddressId = call.id(Thing::Address).map_err(|_| no_such())?;
    let book = exchange(call)?.desk.book(call.caller().account).await.map_err(failure)?;
    Ok(book.addresses.into_iter().find(|(known, _)| *known == id).ok_or_else(no_such)?)
}
