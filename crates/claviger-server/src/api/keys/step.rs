//! A key is stepped down or up.

use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::StepText;
use super::drain;
use super::json::{ChangedKeyJson, changed_again};
use claviger::core::key::KeyState;
use claviger::manage::{Thing, keys};
use serde::Deserialize;
use utoipa::ToSchema;

/// The state asked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = StepKey)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct StepKey {
    /// The state. Revoking is an act of its own.
    #[schema(value_type = StepText)]
    state: String,
    /// Wait at most so long until no call accepted before is open.
    #[schema(minimum = 0, maximum = 10)]
    drain_secs: Option<u64>,
}

/// Steps a key down or up. Once this is answered, no call is accepted that the new state refuses.
#[utoipa::path(post, path = "/keys/{id}/step", tag = "keys", operation_id = "key.step",
    params(("id" = String, Path, description = "The key's id.", example = "key_0123456789ab")),
    request_body = StepKey,
    responses((status = 200, description = "The key as it is now.", body = ChangedKeyJson)))]
pub(in super::super) async fn step(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let body: StepKey = call.json()?;
    let mut fields = Fields::default();
    let state = fields.take("state", body.state.parse::<KeyState>());
    let drain = drain(&mut fields, body.drain_secs);
    let (state, drain) = fields.done(state.zip(drain))?;
    let caller = call.answering(changed_again);
    let changed = keys::step(&call.state.authority, &caller, id, state, drain).await?;
    Ok(Reply::ok(&ChangedKeyJson::of(&changed))?)
}
