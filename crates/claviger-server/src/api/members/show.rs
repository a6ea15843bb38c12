//! One member.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::ShownMember;
use claviger::manage::{Thing, members};

/// Shows a member.
#[utoipa::path(get, path = "/members/{id}", tag = "members", operation_id = "member.show",
    params(("id" = String, Path, description = "The member's id.", example = "member_0123456789ab")),
    responses((status = 200, description = "The member.", body = ShownMember)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Member)?;
    call.query(&[])?;
    let view = members::show(&call.state.authority, &call.caller, id).await?;
    Ok(Reply::ok(&ShownMember::of(&view))?)
}
