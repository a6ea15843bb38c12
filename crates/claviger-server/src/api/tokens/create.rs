//! A token is created and shown once.

use super::super::failure::{Failure, Fields};
use super::super::instant;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::RoleText;
use super::CreatedTokenJson;
use crate::problem::Problem;
use claviger::core::role::Role;
use claviger::core::text::Name;
use claviger::manage::tokens;
use serde::Deserialize;
use utoipa::ToSchema;

/// The token asked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateToken)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CreateToken {
    /// Its name, unique among the account's tokens that are not revoked.
    #[schema(min_length = 1, max_length = 64, example = "ci")]
    name: String,
    /// What it may do; never more than the token that asks.
    #[schema(value_type = RoleText)]
    role: String,
    /// When it stops working; never unless told.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

/// Creates a token of the account. It is in the answer and nowhere else, ever again.
#[utoipa::path(post, path = "/tokens", tag = "tokens", operation_id = "token.create",
    request_body = CreateToken,
    responses((status = 201, description = "The token, shown this once.", body = CreatedTokenJson)))]
pub(in super::super) async fn create(call: Call) -> Result<Reply, Failure> {
    let body: CreateToken = call.json()?;
    let mut fields = Fields::default();
    let name = fields.take("name", Name::parse(&body.name));
    let role = fields.take("role", Role::of_token(&body.role));
    let expires_at = fields.optional("expires_at", body.expires_at.as_deref(), instant::parse);
    let parsed = || Some(tokens::CreateToken { name: name?, role: role?, expires_at: expires_at? });
    let parsed = parsed();
    let asked = fields.done(parsed)?;
    let caller = call.answering(reply);
    let created = tokens::create(&call.state.authority, &caller, asked).await?;
    Ok(reply(&created)?)
}

fn reply(created: &tokens::CreatedToken) -> Result<Reply, Problem> {
    Ok(Reply::created(&CreatedTokenJson::of(created), None)?.showing_once(true))
}
