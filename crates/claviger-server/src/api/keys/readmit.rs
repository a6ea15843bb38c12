//! A key is admitted again after the server was restored.

use super::super::failure::{Failure, Fields};
use super::super::query::digits;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::{ChangedKeyJson, changed_again};
use claviger::manage::{Thing, keys};
use serde::Deserialize;
use utoipa::ToSchema;

/// How to readmit.
#[derive(Deserialize, ToSchema)]
#[schema(as = ReadmitKey)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ReadmitKey {
    /// No nonce at or below is accepted any more; a number in a text. May be left out if the key's nonces are
    /// times: then everything up to now and two minutes is closed.
    #[schema(example = "1790000000000", pattern = "^[0-9]{1,20}$")]
    floor: Option<String>,
}

/// Admits a key again that is held since the server was restored. What it had used as nonces until now stays
/// used.
#[utoipa::path(post, path = "/keys/{id}/readmit", tag = "keys", operation_id = "key.readmit",
    params(("id" = String, Path, description = "The key's id.", example = "key_0123456789ab")),
    request_body(content = ReadmitKey, description = "May be left out."),
    responses((status = 200, description = "The key as it is now.", body = ChangedKeyJson)))]
pub(in super::super) async fn readmit(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let body: ReadmitKey = call.json()?;
    let mut fields = Fields::default();
    let floor = match &body.floor {
        None => Some(None),
        Some(text) => fields.take("floor", nonce(text)).map(Some),
    };
    let floor = fields.done(floor)?;
    let caller = call.answering(changed_again);
    let changed = keys::readmit(&call.state.authority, &caller, id, floor).await?;
    Ok(Reply::ok(&ChangedKeyJson::of(&changed))?)
}

fn nonce(text: &str) -> Result<u64, &'static str> {
    digits(text).ok_or("takes a number from 0 to 18446744073709551615 as a text of digits")
}
