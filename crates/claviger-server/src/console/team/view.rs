//! A member as pages show it.

use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::time::Moment;
use super::super::page::{Trouble, counted};
use super::roles::label;
use claviger::core::id::MemberId;
use claviger::core::role::Role;
use claviger::manage::Thing;
use claviger::manage::members::{MemberView, list};

/// A member.
pub(in super::super) struct View {
    pub(in super::super) href: String,
    pub(in super::super) name: String,
    pub(in super::super) login: String,
    pub(in super::super) initials: String,
    pub(in super::super) role: &'static str,
    pub(in super::super) factors: String,
    pub(in super::super) recovery: String,
    pub(in super::super) keys: String,
    pub(in super::super) seen: Option<Moment>,
    pub(in super::super) since: Moment,
    pub(in super::super) revision: u64,
    pub(in super::super) is_you: bool,
    pub(in super::super) leaving: bool,
}

impl View {
    pub(super) fn of(member: &MemberView, call: &Call) -> Self {
        let now = call.now();
        let name = member.name.to_string();
        let you = call.visit.signed.as_ref().map(|signed| signed.user.id);
        View {
            href: format!("/team/{}", member.member.id),
            login: member.login.to_string(),
            initials: initials(&name),
            role: label(member.member.role),
            factors: factors(member.has_totp, member.passkeys),
            recovery: match member.recovery_left {
                0 => "none".to_owned(),
                left => format!("{left} left"),
            },
            keys: counted(member.keys_held as u64, "key"),
            seen: member.last_seen.map(|at| Moment::of(at, now)),
            since: Moment::of(member.member.created_at, now),
            revision: member.member.revision,
            is_you: you == Some(member.member.user),
            leaving: member.member.leaving,
            name,
        }
    }
}

/// The first letters of a name.
pub(super) fn initials(name: &str) -> String {
    let words = name.split_whitespace().filter_map(|word| word.chars().next());
    words.take(2).flat_map(char::to_uppercase).collect()
}

/// What somebody has besides the password, in words; empty for nothing.
pub(in super::super) fn factors(totp: bool, passkeys: usize) -> String {
    let passkeys = (passkeys > 0).then(|| counted(passkeys as u64, "passkey"));
    let parts = totp.then(|| "authenticator".to_owned()).into_iter().chain(passkeys);
    super::super::page::sentence(&parts.collect::<Vec<_>>().join(", ")).trim_end_matches('.').to_owned()
}

/// The member a path names, with everybody else.
pub(super) async fn member(call: &Call) -> Result<(MemberView, Vec<MemberView>), Failure> {
    let id: MemberId = call.id(Thing::Member)?;
    let mut all = list(&call.state.authority, call.caller()).await?;
    let at = all.iter().position(|member| member.member.id == id);
    let at = at.ok_or_else(|| Trouble::no_such(Thing::Member))?;
    let member = all.remove(at);
    Ok((member, all))
}

/// Whether whoever asks has a say over a member of this role.
pub(super) fn has_say(call: &Call, role: Role) -> bool {
    call.caller().role.may_appoint(role)
}
