//! Roles in plain words, and what a change of one changes: told from the table that decides it.

use claviger::core::role::{Need, Role};

/// A role to be chosen.
pub(in super::super) struct RoleChoice {
    pub(in super::super) name: &'static str,
    pub(in super::super) label: &'static str,
    pub(in super::super) words: &'static str,
    pub(in super::super) chosen: bool,
    /// It is the one somebody has.
    pub(in super::super) current: bool,
    /// What somebody could do with it and cannot now.
    pub(in super::super) gains: String,
    /// What somebody can do now and could not with it.
    pub(in super::super) loses: String,
}

/// What a role is called.
pub(in super::super) const fn label(role: Role) -> &'static str {
    match role {
        Role::Operator => "Operator",
        Role::Owner => "Owner",
        Role::Admin => "Admin",
        Role::KeyManager => "Key manager",
        Role::Auditor => "Auditor",
        Role::Viewer => "Viewer",
    }
}

/// What it is for.
pub(in super::super) const fn words(role: Role) -> &'static str {
    match role {
        Role::Operator => "Everything in the account, and the server itself.",
        Role::Owner => "Everything in the account, the other owners included.",
        Role::Admin => "Everything in the account, but has no say over owners.",
        Role::KeyManager => "Makes, changes and takes back keys of their own, and sees their history.",
        Role::Auditor => "Sees everything and changes nothing.",
        Role::Viewer => "Sees the keys and what they may do; no history.",
    }
}

/// What a need is, as something somebody can do.
const fn deed(need: Need) -> &'static str {
    match need {
        Need::ReadKeys => "see keys and market data",
        Need::WriteKeys => "make, change and take back keys",
        Need::ReadHistory => "read history and audit log",
        Need::ReadTokens => "see administration tokens",
        Need::WriteTokens => "make and take back administration tokens",
        Need::ReadMembers => "see the team",
        Need::WriteMembers => "invite, change and remove members",
        Need::WritePaper => "fund the paper exchange and set price alerts",
        Need::Operate => "administer the server",
        Need::ReadChannels => "see where notices go",
        Need::WriteChannels => "decide where notices go",
        Need::OwnPerson => "look after their own sign-in",
    }
}

/// The roles `own` may give, of those `all`, `current` being what somebody has and `chosen` what is ticked.
pub(in super::super) fn choices(
    all: &[Role],
    allowed: impl Fn(Role) -> bool,
    current: Option<Role>,
    chosen: &str,
) -> Vec<RoleChoice> {
    let choice = |role: Role| RoleChoice {
        name: role.name(),
        label: label(role),
        words: words(role),
        chosen: role.name() == chosen,
        current: current == Some(role),
        gains: current.map(|current| gains(current, role)).unwrap_or_default(),
        loses: current.map(|current| gains(role, current)).unwrap_or_default(),
    };
    all.iter().copied().filter(|role| allowed(*role)).map(choice).collect()
}

/// What `to` may do and `from` may not.
fn gains(from: Role, to: Role) -> String {
    let needs = Need::ALL.into_iter().filter(|need| to.may(*need) && !from.may(*need));
    let mut deeds: Vec<&str> = needs.map(deed).collect();
    if to != Role::KeyManager && from == Role::KeyManager {
        deeds.push("reach the keys of everybody, not only their own");
    }
    if to.may_appoint(Role::Owner) && !from.may_appoint(Role::Owner) {
        deeds.push("have a say over owners");
    }
    deeds.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_both_ways() {
        assert_eq!(gains(Role::Admin, Role::Owner), "have a say over owners");
        assert_eq!(gains(Role::Owner, Role::Admin), "");
        assert!(gains(Role::Viewer, Role::KeyManager).contains("make, change and take back keys"));
        assert!(gains(Role::KeyManager, Role::Viewer).contains("not only their own"));
        assert!(
            gains(Role::Auditor, Role::Viewer).is_empty() && !gains(Role::Viewer, Role::Auditor).is_empty()
        );
        for role in Role::OF_MEMBERS {
            assert!(gains(role, role).is_empty(), "{role}");
        }
    }

    #[test]
    fn only_what_may_be_given_is_offered() {
        let offered = choices(&Role::OF_MEMBERS, |role| Role::Admin.may_appoint(role), None, "viewer");
        assert!(offered.iter().all(|choice| choice.name != "owner" && choice.gains.is_empty()));
        assert_eq!(offered.iter().filter(|choice| choice.chosen).count(), 1);
    }
}
