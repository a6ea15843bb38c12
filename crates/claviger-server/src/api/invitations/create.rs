//! Somebody is invited.

use super::super::failure::{Failure, Fields};
use super::super::instant;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::MemberRoleText;
use super::{LinkJson, link_kept};
use claviger::core::role::Role;
use claviger::core::text::Description;
use claviger::manage::invitations;
use serde::Deserialize;
use utoipa::ToSchema;

/// The invitation asked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateInvitation)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CreateInvitation {
    /// What whoever uses it may do; never more than whoever asks may give.
    #[schema(value_type = MemberRoleText)]
    role: String,
    /// Whom it is meant for, in your own words.
    #[schema(max_length = 500, example = "Ada")]
    meant_for: Option<String>,
    /// When it stops working, at most thirty days ahead; three days unless told.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

/// Makes a link with which somebody becomes a member. It works once, and is in the answer and nowhere else,
/// ever again.
#[utoipa::path(post, path = "/invitations", tag = "members", operation_id = "invitation.create",
    request_body = CreateInvitation,
    responses((status = 201, description = "The link, shown this once.", body = LinkJson)))]
pub(in super::super) async fn create(call: Call) -> Result<Reply, Failure> {
    let body: CreateInvitation = call.json()?;
    let mut fields = Fields::default();
    let role = fields.take("role", Role::of_member(&body.role));
    let note = fields.take("meant_for", Description::parse(body.meant_for.as_deref().unwrap_or_default()));
    let expires_at = fields.optional("expires_at", body.expires_at.as_deref(), instant::parse);
    let parsed = || Some((role?, note?, expires_at?));
    let parsed = parsed();
    let (role, note, expires_at) = fields.done(parsed)?;
    let caller = call.answering(link_kept);
    let made = invitations::create(&call.state.authority, &caller, role, note, expires_at).await?;
    Ok(LinkJson::reply(&made, &call.state.links)?)
}
