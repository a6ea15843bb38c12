//! The account of the token, and what the token may do.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::RoleText;
use claviger::core::principal::Principal;
use claviger::manage::accounts;
use serde::Serialize;
use utoipa::ToSchema;

/// The account of the token.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnAccount)]
pub(in super::super) struct OwnAccount {
    /// Its id.
    #[schema(example = "acct_0123456789ab")]
    id: String,
    /// Its name.
    name: String,
    /// When it was opened.
    #[schema(format = DateTime)]
    created_at: String,
    /// The token that asks.
    caller: CallerJson,
    /// How many there may be.
    limits: LimitsJson,
}

/// Who asks.
#[derive(Serialize, ToSchema)]
#[schema(as = Caller)]
pub(in super::super) struct CallerJson {
    /// The token's id.
    #[schema(example = "tok_0123456789ab")]
    token: Option<String>,
    /// What it may do.
    #[schema(value_type = RoleText)]
    role: &'static str,
}

/// Limits of the account.
#[derive(Serialize, ToSchema)]
#[schema(as = AccountLimits)]
pub(in super::super) struct LimitsJson {
    /// Most keys that are not revoked.
    keys: u32,
    /// Most tokens that are not revoked.
    tokens: u32,
}

/// Shows the account of the token, and what the token may do.
#[utoipa::path(get, path = "/account", tag = "account", operation_id = "account.show",
    responses((status = 200, description = "The account.", body = OwnAccount)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let account = accounts::show(&call.state.authority, &call.caller).await?;
    let limits = call.state.authority.limits();
    Ok(Reply::ok(&OwnAccount {
        id: account.id.to_string(),
        name: account.name.to_string(),
        created_at: account.created_at.to_string(),
        caller: CallerJson { token: token(call.caller.principal()), role: call.caller.role.name() },
        limits: LimitsJson { keys: limits.keys_per_account, tokens: limits.tokens_per_account },
    })?)
}

fn token(by: Option<Principal>) -> Option<String> {
    match by {
        Some(Principal::Token(token)) => Some(token.to_string()),
        Some(Principal::User(_)) | None => None,
    }
}
