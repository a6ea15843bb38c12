//! An account is opened.

use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::tokens::CreatedTokenJson;
use super::AccountJson;
use crate::problem::Problem;
use claviger::core::text::Name;
use claviger::manage::accounts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The account asked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateAccount)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CreateAccount {
    /// Its name, unique on the server.
    #[schema(min_length = 1, max_length = 64, example = "Desk 4")]
    name: String,
    /// The name of its first token; `admin` unless told.
    #[schema(min_length = 1, max_length = 64)]
    token_name: Option<String>,
}

/// A new account with its first token.
#[derive(Serialize, ToSchema)]
#[schema(as = CreatedAccount)]
pub(in super::super) struct CreatedAccount {
    #[serde(flatten)]
    account: AccountJson,
    /// Its first token, of the role `admin`, shown this once.
    admin_token: CreatedTokenJson,
}

/// Opens an account with a paper account and a first token, which is shown this once.
///
/// If the answer was lost or the server stopped half-way, the same request may be sent again: it
/// goes on as long as the account never had a token.
#[utoipa::path(post, path = "/accounts", tag = "account", operation_id = "account.create",
    request_body = CreateAccount,
    responses((status = 201, description = "The account and its first token.", body = CreatedAccount)))]
pub(in super::super) async fn create(call: Call) -> Result<Reply, Failure> {
    let body: CreateAccount = call.json()?;
    let mut fields = Fields::default();
    let name = fields.take("name", Name::parse(&body.name));
    let token = fields.take("token_name", Name::parse(body.token_name.as_deref().unwrap_or("admin")));
    let (name, token) = fields.done(name.zip(token))?;
    let paper = &call.state.paper;
    let commit = |mutation| paper.open_account(mutation);
    let caller = call.answering(reply);
    let created = accounts::create(&call.state.authority, &caller, name, token, commit).await?;
    Ok(reply(&created)?)
}

fn reply(created: &accounts::CreatedAccount) -> Result<Reply, Problem> {
    let body = CreatedAccount {
        account: AccountJson::of(&created.account),
        admin_token: CreatedTokenJson::of(&created.token),
    };
    Ok(Reply::created(&body, None)?.showing_once(true))
}
