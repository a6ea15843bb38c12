//! The members of the account.

use super::super::cursor::{List, after, read_after};
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::ShownMember;
use claviger::core::id::MemberId;
use claviger::manage::members;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of members.
#[derive(Serialize, ToSchema)]
#[schema(as = MemberPage)]
pub(in super::super) struct MemberPage {
    /// The members.
    items: Vec<ShownMember>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Lists the members of the account in the order in which they came.
#[utoipa::path(get, path = "/members", tag = "members", operation_id = "member.list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of members.", body = MemberPage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor"])?;
    let cursor = query.cursor(|text| read_after(List::Members, text))?.map(MemberId::from_u64);
    let page = members::page(&call.state.authority, &call.caller, cursor, query.limit()?).await?;
    Ok(Reply::ok(&MemberPage {
        items: page.items.iter().map(ShownMember::of).collect(),
        next: page.next.map(|id| after(List::Members, id.as_u64())),
    })?)
}
