//! Who asks.

use super::{Asked, ManageError, Operation, Reach};
use claviger_core::entry::{Actor, EntryDraft};
use claviger_core::id::{AccountId, UserId};
use claviger_core::key::KeyRecord;
use claviger_core::principal::Principal;
use claviger_core::role::{Need, Role};
use claviger_core::store::{Change, Mutation, Standing};
use claviger_core::text::ClientName;
use std::any::Any;
use std::net::IpAddr;

/// Whoever asks, proven to be that: made from a token by
/// [`tokens::authenticate`](super::tokens::authenticate), from a session, or by the host itself.
#[derive(Debug, Clone)]
pub struct Caller {
    /// By what it was recognised; none for the host's own commands.
    pub by: Option<Standing>,
    /// The account it administers; nothing of another account is in its reach.
    pub account: AccountId,
    /// What it may do.
    pub role: Role,
    /// Which keys of the account are there for it.
    pub reach: Reach,
    /// Whether it has proved of late that it is who it was recognised as: a person by a factor
    /// ([`STEP_UP_SECS`](claviger_core::people::STEP_UP_SECS)); a token and the host always have.
    pub proven: bool,
    /// Where it asks from.
    pub source: Option<IpAddr>,
    /// What its client calls itself.
    pub client: ClientName,
    /// By what its request is known if it is sent again; none if it named nothing.
    pub asked: Option<Asked>,
}

impl Caller {
    /// The host itself, acting on an account.
    #[must_use]
    pub fn system(account: AccountId) -> Self {
        Caller {
            by: None,
            account,
            role: Role::Operator,
            reach: Reach::All,
            proven: true,
            source: None,
            client: ClientName::default(),
            asked: None,
        }
    }

    /// Whom entries name.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.principal().map_or(Actor::System, Actor::from)
    }

    /// Who it is, whatever it was recognised by; none for the host's own commands.
    #[must_use]
    pub fn principal(&self) -> Option<Principal> {
        self.by.map(|by| by.principal())
    }

    /// A change made by this caller: it is written only if what it was recognised by still holds
    /// then, and, if the request named an idempotency key, only if no request did under it. `told` is what the use
    /// case will give, from which the answer is made that is remembered with the change.
    #[must_use]
    pub fn mutation<T: Any>(&self, change: Change, entry: EntryDraft, told: &T) -> Mutation {
        let once = self.asked.as_ref().map(|asked| asked.once(told));
        Mutation { by: self.by, once, ..Mutation::new(change, entry) }
    }

    /// The same caller for a change on the way to what was asked for: it is not what the request is
    /// remembered by.
    #[must_use]
    pub fn on_the_way(&self) -> Self {
        Caller { asked: None, ..self.clone() }
    }

    /// Whether a key is there for it.
    #[must_use]
    pub fn reaches(&self, key: &KeyRecord) -> bool {
        key.account == self.account && self.reach.covers(key)
    }

    /// The person who asks, if it is one.
    #[must_use]
    pub fn person(&self) -> Option<UserId> {
        match self.by {
            Some(Standing::Session { user, .. }) => Some(user),
            _ => None,
        }
    }

    /// Refuses unless the role may do it; what a person does with their own sign-in, no token may.
    ///
    /// # Errors
    /// [`ManageError::Forbidden`].
    pub fn require(&self, operation: Operation) -> Result<(), ManageError> {
        let own = operation.need() != Need::OwnPerson || self.person().is_some();
        if own && operation.allows(self.role) {
            return Ok(());
        }
        Err(ManageError::Forbidden { role: self.role, operation })
    }

    /// Refuses unless it was proved of late that it is who it was recognised as.
    ///
    /// # Errors
    /// [`ManageError::ProofWanted`].
    pub fn require_proof(&self) -> Result<(), ManageError> {
        if self.proven { Ok(()) } else { Err(ManageError::ProofWanted) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::id::{MemberId, SessionId, TokenId};

    /// What a person does for themselves every member may, and nobody else: no token, and not the host.
    #[test]
    fn only_people_look_after_themselves() {
        let (user, session, member) = (UserId::from_u64(1), SessionId::from_u64(2), MemberId::from_u64(3));
        let person = Standing::Session { user, session, member, member_revision: 1 };
        let token = Standing::Token { token: TokenId::from_u64(1), revision: 1 };
        let own = Operation::ALL.iter().filter(|operation| operation.need() == Need::OwnPerson);
        for operation in own.copied() {
            for role in Role::ALL {
                let caller = |by| Caller { by, role, ..Caller::system(AccountId::from_u64(1)) };
                assert!(caller(Some(person)).require(operation).is_ok(), "{operation} {role}");
                for other in [Some(token), None] {
                    let refused = caller(other).require(operation);
                    assert_eq!(
                        refused,
                        Err(ManageError::Forbidden { role, operation }),
                        "{operation} {role}"
                    );
                }
            }
        }
    }
}
