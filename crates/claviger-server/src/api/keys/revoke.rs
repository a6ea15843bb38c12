//! A key is taken back, for ever.

use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::drain;
use super::json::{ChangedKeyJson, changed_again};
use claviger::manage::{Thing, keys};
use serde::Deserialize;
use utoipa::ToSchema;

/// How to revoke.
#[derive(Deserialize, ToSchema)]
#[schema(as = RevokeKey)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RevokeKey {
    /// Wait at most so long until no call accepted before is open.
    #[schema(minimum = 0, maximum = 10)]
    drain_secs: Option<u64>,
}

/// Revokes a key. Once this is answered, no call of the key is accepted any more, anywhere.
#[utoipa::path(post, path = "/keys/{id}/revoke", tag = "keys", operation_id = "key.revoke",
    params(("id" = String, Path, description = "The key's id.", example = "key_0123456789ab")),
    request_body(content = RevokeKey, description = "May be left out."),
    responses((status = 200, description = "The revoked key.", body = ChangedKeyJson)))]
pub(in super::super) async fn revoke(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let body: RevokeKey = call.json()?;
    let mut fields = Fields::default();
    let drain = drain(&mut fields, body.drain_secs);
    let drain = fields.done(drain)?;
    let caller = call.answering(changed_again);
    let changed = keys::revoke(&call.state.authority, &caller, id, drain).await?;
    Ok(Reply::ok(&ChangedKeyJson::of(&changed))?)
}
