//! A key is handed over to a member, or to the account alone.

use super::super::body::present;
use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::{KeyJson, record_again};
use claviger::core::id::UserId;
use claviger::manage::{Thing, keys};
use serde::Deserialize;
use utoipa::ToSchema;

/// Whose the key becomes.
#[derive(Deserialize, ToSchema)]
#[schema(as = HandOverKey)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct HandOverKey {
    /// The person: an owner, admin or key manager of the account. Null for nobody in particular.
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>, example = "user_0123456789ab")]
    member: Option<Option<String>>,
    /// The revision that was looked at: at any other one nothing is changed.
    revision: Option<u64>,
}

/// Hands a key over. What it may do does not change; who may look after it does.
#[utoipa::path(post, path = "/keys/{id}/hand-over", tag = "keys", operation_id = "key.hand-over",
    params(("id" = String, Path, description = "The key's id.", example = "key_0123456789ab")),
    request_body = HandOverKey,
    responses((status = 200, description = "The key as it is now.", body = KeyJson)))]
pub(in super::super) async fn hand_over(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let body: HandOverKey = call.json()?;
    let mut fields = Fields::default();
    let member = body.member.flatten();
    let member = fields.optional("member", member.as_deref(), str::parse::<UserId>);
    let member = fields.done(member)?;
    let caller = call.answering(record_again);
    let given = keys::hand_over(&call.state.authority, &caller, id, member, body.revision).await?;
    Ok(Reply::ok(&KeyJson::of(&given))?)
}
