//! A token is replaced by a fresh one of the same id, name and role.

use super::super::body::present;
use super::super::failure::{Failure, Fields};
use super::super::instant;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::CreatedTokenJson;
use crate::problem::Problem;
use claviger::manage::{Thing, tokens};
use serde::Deserialize;
use utoipa::ToSchema;

/// How to rotate.
#[derive(Deserialize, ToSchema)]
#[schema(as = RotateToken)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RotateToken {
    /// Another expiry; null for never. Left out, the expiry stays.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Option<String>>,
}

/// Rotates a token. Once this is answered, the old text is not recognised any more.
#[utoipa::path(post, path = "/tokens/{id}/rotate", tag = "tokens", operation_id = "token.rotate",
    params(("id" = String, Path, description = "The token's id.", example = "tok_0123456789ab")),
    request_body(content = RotateToken, description = "May be left out."),
    responses((status = 200, description = "The token, shown this once.", body = CreatedTokenJson)))]
pub(in super::super) async fn rotate(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Token)?;
    let body: RotateToken = call.json()?;
    let mut fields = Fields::default();
    let expires_at = match &body.expires_at {
        None => Some(None),
        Some(text) => fields.optional("expires_at", text.as_deref(), instant::parse).map(Some),
    };
    let expires_at = fields.done(expires_at)?;
    let caller = call.answering(reply);
    let rotated = tokens::rotate(&call.state.authority, &caller, id, expires_at).await?;
    Ok(reply(&rotated)?)
}

fn reply(rotated: &tokens::CreatedToken) -> Result<Reply, Problem> {
    Ok(Reply::ok(&CreatedTokenJson::of(rotated))?.showing_once(true))
}
