//! The account's tokens.

use super::super::cursor::{List, after, read_after};
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::TokenJson;
use claviger::core::id::TokenId;
use claviger::manage::tokens;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of tokens.
#[derive(Serialize, ToSchema)]
#[schema(as = TokenPage)]
pub(in super::super) struct TokenPage {
    /// The tokens.
    items: Vec<TokenJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Lists the account's tokens in the order of their creation, revoked ones included.
#[utoipa::path(get, path = "/tokens", tag = "tokens", operation_id = "token.list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of tokens.", body = TokenPage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor"])?;
    let cursor = query.cursor(|text| read_after(List::Tokens, text))?.map(TokenId::from_u64);
    let page = tokens::list(&call.state.authority, &call.caller, cursor, query.limit()?).await?;
    Ok(Reply::ok(&TokenPage {
        items: page.items.iter().map(TokenJson::of).collect(),
        next: page.next.map(|id| after(List::Tokens, id.as_u64())),
    })?)
}
