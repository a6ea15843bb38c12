//! Who asks.

use super::{Asked, ManageError, Operation};
use claviger_core::entry::{Actor, EntryDraft};
use claviger_core::id::AccountId;
use claviger_core::principal::Principal;
use claviger_core::role::Role;
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

    /// Refuses unless the role may do it.
    ///
    /// # Errors
    /// [`ManageError::Forbidden`].
    pub fn require(&self, operation: Operation) -> Result<(), ManageError> {
        if operation.allows(self.role) {
            return Ok(());
        }
        Err(ManageError::Forbidden { role: self.role, operation })
    }
}
