//! The account's saved withdrawal addresses.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::{AddressJson, failure};
use serde::Serialize;
use utoipa::ToSchema;

/// Saved withdrawal addresses.
#[derive(Serialize, ToSchema)]
#[schema(as = AddressList)]
pub(in super::super) struct AddressList {
    /// The addresses, at most a hundred.
    items: Vec<AddressJson>,
    /// Always null: there is one page.
    next: Option<String>,
}

/// Lists the account's saved withdrawal addresses, oldest first.
#[utoipa::path(get, path = "/paper/addresses", tag = "paper", operation_id = "paper.address-list",
    responses((status = 200, description = "All saved addresses.", body = AddressList)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let book = call.state.paper.book(call.caller.account).await.map_err(failure)?;
    Ok(Reply::ok(&AddressList { items: book.addresses.iter().map(AddressJson::of).collect(), next: None })?)
}
