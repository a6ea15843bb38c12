//! A member's role is changed.

use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::MemberRoleText;
use super::MemberJson;
use claviger::core::role::Role;
use claviger::manage::Thing;
use claviger::manage::members::{self, Edited};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is changed.
#[derive(Deserialize, ToSchema)]
#[schema(as = EditMember)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct EditMember {
    /// Another role: never more than whoever asks may give.
    #[schema(value_type = MemberRoleText)]
    role: String,
    /// The revision that was looked at: at any other one nothing is changed. Left out, the role is changed
    /// whatever it was.
    revision: Option<u64>,
}

/// A member whose role was changed.
#[derive(Serialize, ToSchema)]
#[schema(as = EditedMember)]
pub(in super::super) struct EditedMember {
    #[serde(flatten)]
    member: MemberJson,
    /// Administration tokens that were shown to them and that the new role could not hand out: they are revoked.
    tokens_revoked: usize,
}

/// Changes what a member may do. What they had begun under the old role is not carried out any more; reset
/// links for them, and invitations and tokens of theirs that the new role could not make, work no more. The
/// last owner stays one.
#[utoipa::path(patch, path = "/members/{id}", tag = "members", operation_id = "member.edit",
    params(("id" = String, Path, description = "The member's id.", example = "member_0123456789ab")),
    request_body = EditMember,
    responses((status = 200, description = "The member as it is now, and what it took from them.", body = EditedMember)))]
pub(in super::super) async fn edit(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Member)?;
    let body: EditMember = call.json()?;
    let mut fields = Fields::default();
    let role = fields.take("role", Role::of_member(&body.role));
    let role = fields.done(role)?;
    let reply = |edited: &Edited| {
        let member = MemberJson::of(&edited.member);
        Reply::ok(&EditedMember { member, tokens_revoked: edited.tokens_revoked })
    };
    let caller = call.answering(reply);
    let edited = members::edit(&call.state.authority, &caller, id, role, body.revision).await?;
    Ok(reply(&edited)?)
}
