//! A member confirms a saved withdrawal address.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::{AddressJson, BookChange, changed};
use claviger::core::action::Action;
use serde::Deserialize;
use utoipa::ToSchema;

/// What the member has seen.
#[derive(Deserialize, ToSchema)]
#[schema(as = ConfirmAddress)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ConfirmAddress {
    /// The name the address was shown by: if a key has given it another one since, nothing is
    /// confirmed.
    #[schema(example = "cold storage")]
    key: Option<String>,
}

/// Confirms a saved withdrawal address, so that keys may withdraw to it: one that a key saved, or
/// gave another name. Compare the address itself before confirming, not only its name.
#[utoipa::path(post, path = "/paper/addresses/{id}/confirm", tag = "paper", operation_id = "paper.address-confirm",
    request_body = ConfirmAddress,
    params(("id" = String, Path, description = "The address's id.", example = "AB7J4FF-BGM7G-V2JMIH")),
    responses((status = 200, description = "The confirmed address.", body = AddressJson)))]
pub(in super::super) async fn confirm(call: Call) -> Result<Reply, Failure> {
    let confirmed = |saved| AddressJson { verified: true, ..saved };
    let body: ConfirmAddress = call.json()?;
    let change = |id, seen: &str| BookChange::Confirm(id, seen.into());
    changed(&call, Action::AddressConfirm, body.key, change, confirmed).await
}
