//! Which keys of the account a caller can reach.

use claviger_core::id::UserId;
use claviger_core::key::KeyRecord;
use claviger_core::principal::Principal;
use claviger_core::role::Role;

/// Which keys are there for a caller. One that is not in reach is not there, like one that does not
/// exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All of the account.
    All,
    /// Those that belong to this person.
    Own(UserId),
}

impl Reach {
    /// The reach of somebody with this role: a member who manages keys has their own; everybody else, and
    /// every token, has all.
    #[must_use]
    pub const fn of(role: Role, principal: Option<Principal>) -> Self {
        match (role, principal) {
            (Role::KeyManager, Some(Principal::User(user))) => Reach::Own(user),
            _ => Reach::All,
        }
    }

    /// The person whose keys are all there is; none if all are there.
    #[must_use]
    pub const fn person(self) -> Option<UserId> {
        match self {
            Reach::All => None,
            Reach::Own(user) => Some(user),
        }
    }

    /// Whether the key is in reach, given that it is in the account.
    #[must_use]
    pub fn covers(self, key: &KeyRecord) -> bool {
        match self {
            Reach::All => true,
            Reach::Own(user) => key.member == Some(user),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::id::TokenId;

    #[test]
    fn only_a_member_who_manages_keys_is_kept_to_their_own() {
        let (user, token) = (UserId::from_u64(1), Principal::Token(TokenId::from_u64(1)));
        for role in Role::ALL {
            let own = Reach::of(role, Some(Principal::User(user)));
            assert_eq!(own == Reach::Own(user), role == Role::KeyManager, "{role}");
            assert_eq!(Reach::of(role, Some(token)), Reach::All, "{role}");
            assert_eq!(Reach::of(role, None), Reach::All, "{role}");
        }
    }
}
