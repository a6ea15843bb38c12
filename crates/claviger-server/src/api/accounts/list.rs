//! All accounts.

use super::super::cursor::{List, after, read_after};
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::AccountJson;
use claviger::core::id::AccountId;
use claviger::manage::accounts;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of accounts.
#[derive(Serialize, ToSchema)]
#[schema(as = AccountPage)]
pub(in super::super) struct AccountPage {
    /// The accounts.
    items: Vec<AccountJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Lists all accounts of the server in the order of their opening.
#[utoipa::path(get, path = "/accounts", tag = "account", operation_id = "account.list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of accounts.", body = AccountPage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor"])?;
    let cursor = query.cursor(|text| read_after(List::Accounts, text))?.map(AccountId::from_u64);
    let page = accounts::list(&call.state.authority, &call.caller, cursor, query.limit()?).await?;
    Ok(Reply::ok(&AccountPage {
        items: page.items.iter().map(AccountJson::of).collect(),
        next: page.next.map(|id| after(List::Accounts, id.as_u64())),
    })?)
}
