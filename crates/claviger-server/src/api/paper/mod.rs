//! The paper exchange, from the management side.

pub(super) mod add;
pub(super) mod deposit;
mod desk;
pub(super) mod list;

pub use desk::{Boxed, OfDeposit, PaperDesk, PaperError};

use super::failure::Failure;
use crate::problem::{Code, Problem};
use claviger::ChangeError;
use claviger::core::store::Conflict;
use claviger::manage::ManageError;
use claviger_venue::{Address, Asset};
use serde::Serialize;
use utoipa::ToSchema;

/// A saved withdrawal address.
#[derive(Serialize, ToSchema)]
#[schema(as = Address)]
pub(super) struct AddressJson {
    /// The asset it takes.
    #[schema(example = "XBT")]
    asset: &'static str,
    /// Its name, unique among the account's addresses of the asset; `key` of a withdrawal.
    key: String,
    /// The address.
    address: String,
    /// Whether it may be withdrawn to.
    verified: bool,
}

impl AddressJson {
    fn of(address: &Address) -> Self {
        AddressJson {
            asset: address.asset.altname(),
            key: address.key.to_string(),
            address: address.address.to_string(),
            verified: address.verified,
        }
    }
}

/// An asset by any of its names.
fn asset(name: &str) -> Result<Asset, &'static str> {
    Asset::find(name).ok_or("takes the name of an asset, such as XBT or USD")
}

/// What the desk answered, as a failure. A refusal leaves its entry by way of the shell.
fn failure(error: PaperError) -> Failure {
    match error {
        PaperError::Refused(error) => Problem::new(Code::UpstreamRefused, error.to_string()).into(),
        PaperError::Change(ChangeError::Conflict(Conflict::TokenGone)) => ManageError::TokenGone.into(),
        PaperError::Change(ChangeError::Conflict(Conflict::Repeated)) => ManageError::Repeated.into(),
        PaperError::Change(ChangeError::Conflict(_)) => {
            Problem::new(Code::Changed, "the account was changed in the meantime").into()
        }
        PaperError::Change(ChangeError::Unavailable) => ManageError::Unavailable.into(),
    }
}
