//! A token is taken back, for ever.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::TokenJson;
use claviger::core::token::TokenRecord;
use claviger::manage::{Thing, tokens};
use serde::Deserialize;

/// Nothing: a body, if there is one, is the empty object.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Revokes a token. Requests that come after the answer are not recognised.
#[utoipa::path(post, path = "/tokens/{id}/revoke", tag = "tokens", operation_id = "token.revoke",
    params(("id" = String, Path, description = "The token's id.", example = "tok_0123456789ab")),
    responses((status = 200, description = "The revoked token.", body = TokenJson)))]
pub(in super::super) async fn revoke(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Token)?;
    let Nothing {} = call.json()?;
    let reply = |revoked: &TokenRecord| Reply::ok(&TokenJson::of(revoked));
    let revoked = tokens::revoke(&call.state.authority, &call.answering(reply), id).await?;
    Ok(reply(&revoked)?)
}
