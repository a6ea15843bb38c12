//! A reset link is made for a member.

use super::super::failure::Failure;
use super::super::invitations::{LinkJson, link_kept};
use super::super::paper::Nothing;
use super::super::reply::Reply;
use super::super::shell::Call;
use claviger::manage::{Thing, resets};

/// Makes a link with which the member sets a new password, for a day. It asks for the second factor, if
/// there is one. Only for somebody who is a member of no other account.
#[utoipa::path(post, path = "/members/{id}/reset", tag = "members", operation_id = "member.reset",
    params(("id" = String, Path, description = "The member's id.", example = "member_0123456789ab")),
    responses((status = 201, description = "The link, shown this once.", body = LinkJson)))]
pub(in super::super) async fn reset(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Member)?;
    let Nothing {} = call.json()?;
    let caller = call.answering(link_kept);
    let made = resets::create(&call.state.authority, &caller, id).await?;
    Ok(LinkJson::reply(&made, &call.state.links)?)
}
