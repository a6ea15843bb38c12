//! A link is taken back.

use super::super::failure::Failure;
use super::super::paper::Nothing;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::InvitationJson;
use claviger::core::people::Invitation;
use claviger::manage::{Thing, invitations};

/// Takes an invitation or a reset link back: from the answer on it works no more.
#[utoipa::path(post, path = "/invitations/{id}/revoke", tag = "members", operation_id = "invitation.revoke",
    params(("id" = String, Path, description = "The invitation's id.", example = "invitation_0123456789ab")),
    responses((status = 200, description = "The link as it was.", body = InvitationJson)))]
pub(in super::super) async fn revoke(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Invitation)?;
    let Nothing {} = call.json()?;
    let reply = |link: &Invitation| Reply::ok(&InvitationJson::of(link));
    let revoked = invitations::revoke(&call.state.authority, &call.answering(reply), id).await?;
    Ok(reply(&revoked)?)
}
