//! A link as JSON.

use super::super::links::Links;
use super::super::once::ShownOnce;
use super::super::reply::Reply;
use super::super::texts::{MemberRoleText, PurposeText};
use crate::problem::Problem;
use claviger::core::people::{Invitation, Purpose};
use claviger::manage::invitations::Invited;
use serde::Serialize;
use utoipa::ToSchema;

/// An invitation or a reset link that still works. The link itself is not in it.
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
pub(in super::super) struct InvitationJson {
    /// Its id.
    #[schema(example = "invitation_0123456789ab")]
    id: String,
    /// What it is for.
    #[schema(value_type = PurposeText)]
    purpose: &'static str,
    /// What it makes of whoever uses it; null for a reset link.
    #[schema(value_type = Option<MemberRoleText>)]
    role: Option<&'static str>,
    /// Whom a reset link lets back in.
    #[schema(example = "user_0123456789ab")]
    user: Option<String>,
    /// Whom it is meant for, in the words of whoever made it.
    meant_for: String,
    /// Who made it: a person or a token; null for the host.
    made_by: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it stops working.
    #[schema(format = DateTime)]
    expires_at: String,
}

impl InvitationJson {
    pub(super) fn of(link: &Invitation) -> Self {
        let (purpose, role, user) = match link.purpose {
            Purpose::Join { role, .. } => (JOIN, Some(role.name()), None),
            Purpose::FirstOwner { .. } => (FIRST_OWNER, Some("owner"), None),
            Purpose::Reset { user, .. } => (RESET, None, Some(user.to_string())),
        };
        InvitationJson {
            id: link.id.to_string(),
            purpose,
            role,
            user,
            meant_for: link.note.to_string(),
            made_by: link.made_by.map(|by| by.to_string()),
            created_at: link.created_at.to_string(),
            expires_at: link.expires_at.to_string(),
        }
    }
}

const JOIN: &str = "join";
const FIRST_OWNER: &str = "first-owner";
const RESET: &str = "reset";
/// What a link can be for.
pub(in super::super) const PURPOSES: [&str; 3] = [JOIN, FIRST_OWNER, RESET];

/// A link that was just made.
#[derive(Serialize, ToSchema)]
#[schema(as = Link)]
pub(in super::super) struct LinkJson {
    #[serde(flatten)]
    record: InvitationJson,
    /// The link, shown this once; null if the answer is given again.
    #[schema(value_type = Option<String>, example = "https://keys.example.com/welcome/…")]
    link: ShownOnce,
}

impl LinkJson {
    pub(in super::super) fn reply(made: &Invited, links: &Links) -> Result<Reply, Problem> {
        let link = ShownOnce::new(links.welcome(&made.token));
        let body = LinkJson { record: InvitationJson::of(&made.invitation), link };
        Ok(Reply::created(&body, None)?.showing_once(true))
    }
}

/// The same as it is kept, without the link.
pub(in super::super) fn link_kept(made: &Invited) -> Result<Reply, Problem> {
    let link = ShownOnce::new(String::new());
    let body = LinkJson { record: InvitationJson::of(&made.invitation), link };
    Ok(Reply::created(&body, None)?.showing_once(true))
}
