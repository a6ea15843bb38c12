//! A member as JSON.

use super::super::instant::show;
use super::super::texts::MemberRoleText;
use claviger::core::people::Member;
use claviger::manage::members::MemberView;
use serde::Serialize;
use utoipa::ToSchema;

/// A person's place in the account.
#[derive(Serialize, ToSchema)]
#[schema(as = Member)]
pub(in super::super) struct MemberJson {
    /// Its id.
    #[schema(example = "member_0123456789ab")]
    id: String,
    /// The person.
    #[schema(example = "user_0123456789ab")]
    user: String,
    /// What they may do.
    #[schema(value_type = MemberRoleText)]
    role: &'static str,
    /// They can do nothing any more, and are being removed.
    leaving: bool,
    /// Rises with every change.
    revision: u64,
    /// Since when.
    #[schema(format = DateTime)]
    created_at: String,
}

impl MemberJson {
    pub(super) fn of(member: &Member) -> Self {
        MemberJson {
            id: member.id.to_string(),
            user: member.user.to_string(),
            role: member.role.name(),
            leaving: member.leaving,
            revision: member.revision,
            created_at: member.created_at.to_string(),
        }
    }
}

/// A member, with the person.
#[derive(Serialize, ToSchema)]
#[schema(as = ShownMember)]
pub(in super::super) struct ShownMember {
    #[serde(flatten)]
    member: MemberJson,
    /// What the person is called.
    name: String,
    /// What the person signs in as.
    login: String,
    /// Whether there is a time-based code.
    totp: bool,
    /// How many passkeys there are.
    passkeys: usize,
    /// How many recovery codes are left.
    recovery_codes: usize,
    /// How many keys belong to the person, revoked ones aside.
    keys_held: usize,
    /// How many sessions look at this account.
    sessions: usize,
    /// When one of them was used last, to about a minute; null if none is left to tell.
    #[schema(format = DateTime)]
    last_seen: Option<String>,
}

impl ShownMember {
    pub(super) fn of(view: &MemberView) -> Self {
        ShownMember {
            member: MemberJson::of(&view.member),
            name: view.name.to_string(),
            login: view.login.to_string(),
            totp: view.has_totp,
            passkeys: view.passkeys,
            recovery_codes: view.recovery_left,
            keys_held: view.keys_held,
            sessions: view.sessions,
            last_seen: show(view.last_seen),
        }
    }
}
