//! What an administration token may do: one table for the API, the CLI and later the console.

use std::fmt;
use std::str::FromStr;

/// The scope of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    /// Everything in its account, and opening further accounts on this server.
    Operator = 1,
    /// Everything in its account.
    Admin = 2,
    /// Creates, changes and revokes keys; reads history.
    KeyManager = 3,
    /// Reads everything, changes nothing.
    Auditor = 4,
    /// Reads keys and market data, no history.
    Viewer = 5,
}

/// What a management operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// Read keys, the account, and market data.
    ReadKeys,
    /// Create, change, step and revoke keys.
    WriteKeys,
    /// Read history and audit log.
    ReadHistory,
    /// Read the list of tokens.
    ReadTokens,
    /// Create, rotate and revoke tokens.
    WriteTokens,
    /// Deposit paper funds, save withdrawal addresses, and set price alerts.
    WritePaper,
    /// Open accounts, rotate the master key, reset the clock.
    Operate,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 5] = [Role::Operator, Role::Admin, Role::KeyManager, Role::Auditor, Role::Viewer];

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Role::Operator => "operator",
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

    /// Whether the role may do it. Whatever is not named here is refused.
    #[must_use]
    pub const fn may(self, need: Need) -> bool {
        match (self, need) {
            (Role::Operator, _) => true,
            (Role::Admin, Need::Operate) => false,
            (Role::Admin, _) => true,
            (Role::KeyManager, Need::ReadKeys | Need::WriteKeys | Need::ReadHistory)
            | (Role::Auditor, Need::ReadKeys | Need::ReadHistory | Need::ReadTokens)
            | (Role::Viewer, Need::ReadKeys) => true,
            (Role::KeyManager | Role::Auditor | Role::Viewer, _) => false,
        }
    }

    /// Whether whoever has this role may hand out `other`: never more than one's own.
    #[must_use]
    pub fn may_grant(self, other: Role) -> bool {
        self.may(Need::WriteTokens) && self <= other
    }
}

/// Not a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token's role is `operator`, `admin`, `key-manager`, `auditor` or `viewer`")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Role::ALL.into_iter().find(|role| role.name() == text).ok_or(UnknownRole)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
