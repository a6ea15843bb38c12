//! A member is removed.

use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::MemberJson;
use crate::problem::Problem;
use claviger::core::id::UserId;
use claviger::manage::Thing;
use claviger::manage::members::{self, Removed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How to remove.
#[derive(Deserialize, ToSchema)]
#[schema(as = RemoveMember)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RemoveMember {
    /// Whose the member's keys become: an owner, admin or key manager of the account. Left out, the keys
    /// are frozen.
    #[schema(example = "user_0123456789ab")]
    hand_over_to: Option<String>,
}

/// A member who is gone.
#[derive(Serialize, ToSchema)]
#[schema(as = RemovedMember)]
pub(in super::super) struct RemovedMember {
    #[serde(flatten)]
    member: MemberJson,
    /// Keys that are frozen and the account's alone.
    keys_frozen: usize,
    /// Keys that belong to somebody else now.
    keys_handed_over: usize,
    /// Sessions that ended.
    sessions_ended: usize,
    /// Administration tokens that were shown to them, and are revoked.
    tokens_revoked: usize,
}

/// Removes a member. From the answer on they can do nothing in the account; their sessions end, the tokens
/// that were shown to them are revoked, their keys are frozen or handed over, and who has no place in another
/// account goes off the record. The last owner stays. A token is nobody's membership: members themselves leave in
/// the console, under Settings.
#[utoipa::path(post, path = "/members/{id}/remove", tag = "members", operation_id = "member.remove",
    params(("id" = String, Path, description = "The member's id.", example = "member_0123456789ab")),
    request_body(content = RemoveMember, description = "May be left out."),
    responses((status = 200, description = "The member as it was, and what became of the keys.", body = RemovedMember)))]
pub(in super::super) async fn remove(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Member)?;
    let body: RemoveMember = call.json()?;
    let mut fields = Fields::default();
    let heir = fields.optional("hand_over_to", body.hand_over_to.as_deref(), str::parse::<UserId>);
    let heir = fields.done(heir)?;
    let caller = call.answering(reply);
    let removed = members::remove(&call.state.authority, &caller, id, heir).await?;
    Ok(reply(&removed)?)
}

fn reply(removed: &Removed) -> Result<Reply, Problem> {
    Reply::ok(&RemovedMember {
        member: MemberJson::of(&removed.member),
        keys_frozen: removed.keys_frozen,
        keys_handed_over: removed.keys_handed_over,
        sessions_ended: removed.sessions_ended,
        tokens_revoked: removed.tokens_revoked,
    })
}
