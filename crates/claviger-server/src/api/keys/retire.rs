//! The old key of a rotation retires, now or at another instant than was told.

use super::super::failure::{Failure, Fields};
use super::super::instant;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::drain;
use super::json::{ChangedKeyJson, changed_again};
use claviger::manage::{Thing, keys};
use serde::Deserialize;
use utoipa::ToSchema;

/// How to retire.
#[derive(Deserialize, ToSchema)]
#[schema(as = RetireKey)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RetireKey {
    /// Another end of the overlap, at most 90 days from now; at once unless told.
    #[schema(format = DateTime)]
    at: Option<String>,
    /// Wait at most so long until no call accepted before is open.
    #[schema(minimum = 0, maximum = 10)]
    drain_secs: Option<u64>,
}

/// Retires the old key of a rotation, which may be named by either of its two keys. Once this is answered without an `at`, no
/// call of the old key is accepted any more, and it cannot be brought back.
#[utoipa::path(post, path = "/keys/{id}/retire", tag = "keys", operation_id = "key.retire",
    params(("id" = String, Path, description = "The id of either key.", example = "key_0123456789ab")),
    request_body(content = RetireKey, description = "May be left out."),
    responses((status = 200, description = "The old key as it is now.", body = ChangedKeyJson)))]
pub(in super::super) async fn retire(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let body: RetireKey = call.json()?;
    let mut fields = Fields::default();
    let at = fields.optional("at", body.at.as_deref(), instant::parse);
    let drain = drain(&mut fields, body.drain_secs);
    let (at, drain) = fields.done(at.zip(drain))?;
    let caller = call.answering(changed_again);
    let retired = keys::retire(&call.state.authority, &caller, id, at, drain).await?;
    Ok(Reply::ok(&ChangedKeyJson::of(&retired))?)
}
