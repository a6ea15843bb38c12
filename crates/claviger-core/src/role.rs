//! What a token or a member may do: one table for the API, the command line and the console.

use std::fmt;

/// The scope of a token, or of a member of an account. Numbers and names are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Role {
    /// Everything in its account, and opening further accounts on this server. Tokens only.
    Operator = 1,
    /// Everything in its account but what concerns its owners.
    Admin = 2,
    /// Creates, changes and revokes keys, a member only their own; reads history.
    KeyManager = 3,
    /// Reads everything, changes nothing.
    Auditor = 4,
    /// Reads keys and market data, no history.
    Viewer = 5,
    /// Everything in its account, its owners included. Members only.
    Owner = 6,
}

/// What a management operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// Read keys, the account, market data, and what the account has at the paper exchange.
    ReadKeys,
    /// Create, change, step and revoke keys.
    WriteKeys,
    /// Read history and audit log.
    ReadHistory,
    /// Read the list of tokens.
    ReadTokens,
    /// Create, rotate and revoke tokens.
    WriteTokens,
    /// Read the lists of members and invitations.
    ReadMembers,
    /// Invite, change and remove members.
    WriteMembers,
    /// Deposit paper funds, place and cancel orders by hand, save withdrawal addresses, and set price alerts.
    WritePaper,
    /// Open accounts, rotate the master key, reset the clock.
    Operate,
    /// Read channels, rules and deliveries of notices.
    ReadChannels,
    /// Make, change and remove channels, set rules, send again.
    WriteChannels,
    /// Look after one's own sign-in: sessions, password, factors, name. Members only.
    OwnPerson,
}

impl Need {
    /// All needs.
    pub const ALL: [Need; 12] = [
        Need::ReadKeys,
        Need::WriteKeys,
        Need::ReadHistory,
        Need::ReadTokens,
        Need::WriteTokens,
        Need::ReadMembers,
        Need::WriteMembers,
        Need::WritePaper,
        Need::Operate,
        Need::ReadChannels,
        Need::WriteChannels,
        Need::OwnPerson,
    ];
}

impl Role {
    /// All roles, the highest first.
    pub const ALL: [Role; 6] =
        [Role::Operator, Role::Owner, Role::Admin, Role::KeyManager, Role::Auditor, Role::Viewer];
    /// Those a token can have, the highest first.
    pub const OF_TOKENS: [Role; 5] =
        [Role::Operator, Role::Admin, Role::KeyManager, Role::Auditor, Role::Viewer];
    /// Those a member can have, the highest first.
    pub const OF_MEMBERS: [Role; 5] =
        [Role::Owner, Role::Admin, Role::KeyManager, Role::Auditor, Role::Viewer];

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Role::Operator => "operator",
            Role::Owner => "owner",
            Role::Admin => "admin",
            Role::KeyManager => "key-manager",
            Role::Auditor => "auditor",
            Role::Viewer => "viewer",
        }
    }

    /// From the stored number.
    #[must_use]
    pub fn from_u8(code: u8) -> Option<Self> {
        Role::ALL.into_iter().find(|role| *role as u8 == code)
    }

    /// The role of a token, by its name.
    ///
    /// # Errors
    /// [`UnknownRole`].
    pub fn of_token(name: &str) -> Result<Self, UnknownRole> {
        Role::OF_TOKENS.into_iter().find(|role| role.name() == name).ok_or(UnknownRole::OfToken)
    }

    /// The role of a member, by its name.
    ///
    /// # Errors
    /// [`UnknownRole`].
    pub fn of_member(name: &str) -> Result<Self, UnknownRole> {
        Role::OF_MEMBERS.into_iter().find(|role| role.name() == name).ok_or(UnknownRole::OfMember)
    }

    /// Whether the role may do it. Whatever is not named here is refused. Owners and admins differ in
    /// whom they have a say over ([`Role::may_appoint`]).
    #[must_use]
    pub const fn may(self, need: Need) -> bool {
        match (self, need) {
            (Role::Operator, _) => true,
            (Role::Owner | Role::Admin, Need::Operate) => false,
            (Role::Owner | Role::Admin, _) | (_, Need::OwnPerson) => true,
            (Role::KeyManager, Need::ReadKeys | Need::WriteKeys | Need::ReadHistory)
            | (
                Role::Auditor,
                Need::ReadKeys
                | Need::ReadHistory
                | Need::ReadTokens
                | Need::ReadMembers
                | Need::ReadChannels,
            )
            | (Role::Viewer, Need::ReadKeys) => true,
            (Role::KeyManager | Role::Auditor | Role::Viewer, _) => false,
        }
    }

    /// Whether whoever has this role may hand out, rotate and revoke a token of the role `other`:
    /// never more than one's own.
    #[must_use]
    pub fn may_grant(self, other: Role) -> bool {
        self.may(Need::WriteTokens) && Role::OF_TOKENS.contains(&other) && self.reaches(other)
    }

    /// Whether whoever has this role may make somebody a member of the role `other`, and has a say
    /// over one: never over more than one's own.
    #[must_use]
    pub fn may_appoint(self, other: Role) -> bool {
        self.may(Need::WriteMembers) && Role::OF_MEMBERS.contains(&other) && self.reaches(other)
    }

    /// Whether `other` is this role or below it. The numbers do not say so: they are in the order in
    /// which roles came about.
    fn reaches(self, other: Role) -> bool {
        Role::ALL.into_iter().skip_while(|role| *role != self).any(|role| role == other)
    }
}

/// Not a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnknownRole {
    /// Not one of a token.
    #[error("a token's role is `operator`, `admin`, `key-manager`, `auditor` or `viewer`")]
    OfToken,
    /// Not one of a member.
    #[error("a member's role is `owner`, `admin`, `key-manager`, `auditor` or `viewer`")]
    OfMember,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gives_more_than_their_own() {
        for own in Role::ALL {
            for other in
                Role::ALL.into_iter().filter(|other| own.may_grant(*other) || own.may_appoint(*other))
            {
                for need in Need::ALL {
                    assert!(own.may(need) || !other.may(need), "{own} gives {other}, which may {need:?}");
                }
                for third in Role::ALL {
                    assert!(own.may_grant(third) || !other.may_grant(third), "{own}, {other}, {third}");
                    assert!(own.may_appoint(third) || !other.may_appoint(third), "{own}, {other}, {third}");
                }
            }
        }
    }

    #[test]
    fn owners_are_beyond_admins_and_nobody_below_gives_anything() {
        assert!(Role::Owner.may_appoint(Role::Owner) && Role::Operator.may_appoint(Role::Owner));
        assert!(Role::Admin.may_appoint(Role::Admin) && !Role::Admin.may_appoint(Role::Owner));
        assert!(Role::Owner.may_grant(Role::Admin) && !Role::Owner.may_grant(Role::Operator));
        for low in [Role::KeyManager, Role::Auditor, Role::Viewer] {
            assert!(Role::ALL.into_iter().all(|other| !low.may_grant(other) && !low.may_appoint(other)));
        }
    }

    #[test]
    fn tokens_are_no_owners_and_members_no_operators() {
        for own in Role::ALL {
            assert!(!own.may_grant(Role::Owner) && !own.may_appoint(Role::Operator), "{own}");
        }
        assert_eq!(Role::of_token("owner"), Err(UnknownRole::OfToken));
        assert_eq!(Role::of_member("operator"), Err(UnknownRole::OfMember));
        for role in Role::ALL {
            assert_eq!(Role::from_u8(role as u8), Some(role));
            let known = [Role::of_token(role.name()), Role::of_member(role.name())];
            assert!(known.contains(&Ok(role)));
        }
    }
}
