//! One key.

use super::super::failure::Failure;
use super::super::instant;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::KeyJson;
use claviger::manage::{Thing, keys};

/// Shows a key, with when it was last used. Never its secrets.
#[utoipa::path(get, path = "/keys/{id}", tag = "keys", operation_id = "key.show",
    params(("id" = String, Path, description = "The key's id.", example = "key_0123456789ab")),
    responses((status = 200, description = "The key.", body = KeyJson)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let shown = keys::show(&call.state.authority, &call.caller, call.id(Thing::Key)?).await?;
    let key = KeyJson::of(&shown.record).used(instant::show(shown.last_used)).stepped(shown.stepped_from);
    Ok(Reply::ok(&key.due(instant::show(shown.due_at)))?)
}
