//! What the account wants is shown.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::{PolicyJson, reply};
use claviger::manage::rotation_policy;

/// Shows what the account wants of rotations.
#[utoipa::path(get, path = "/rotation-policy", tag = "keys", operation_id = "rotation-policy.show",
    responses((status = 200, description = "What the account wants.", body = PolicyJson)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    Ok(reply(&rotation_policy::show(&call.state.authority, &call.caller).await?)?)
}
