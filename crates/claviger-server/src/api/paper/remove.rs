//! A member removes a saved withdrawal address.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::{AddressJson, BookChange, Nothing, changed};
use claviger::core::action::Action;

/// Removes a saved withdrawal address. Withdrawals to it that began go on.
#[utoipa::path(post, path = "/paper/addresses/{id}/remove", tag = "paper", operation_id = "paper.address-remove",
    params(("id" = String, Path, description = "The address's id.", example = "AB7J4FF-BGM7G-V2JMIH")),
    responses((status = 200, description = "The address as it was.", body = AddressJson)))]
pub(in super::super) async fn remove(call: Call) -> Result<Reply, Failure> {
    let Nothing {} = call.json()?;
    changed(&call, Action::AddressRemove, None, |id, _| BookChange::Remove(id), |saved| saved).await
}
