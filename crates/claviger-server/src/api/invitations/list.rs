//! The links of the account that still work.

use super::super::cursor::{List, after, read_after};
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::InvitationJson;
use claviger::core::id::InvitationId;
use claviger::manage::invitations;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of links.
#[derive(Serialize, ToSchema)]
#[schema(as = InvitationPage)]
pub(in super::super) struct InvitationPage {
    /// The invitations and reset links.
    items: Vec<InvitationJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Lists the invitations and reset links of the account that still work, in the order in which they were made.
#[utoipa::path(get, path = "/invitations", tag = "members", operation_id = "invitation.list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of links.", body = InvitationPage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor"])?;
    let cursor = query.cursor(|text| read_after(List::Invitations, text))?.map(InvitationId::from_u64);
    let page = invitations::page(&call.state.authority, &call.caller, cursor, query.limit()?).await?;
    Ok(Reply::ok(&InvitationPage {
        items: page.items.iter().map(InvitationJson::of).collect(),
        next: page.next.map(|id| after(List::Invitations, id.as_u64())),
    })?)
}
