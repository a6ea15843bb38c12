//! Who asks.

use super::{ManageError, Operation};
use claviger_core::entry::{Actor, EntryDraft};
use claviger_core::id::{AccountId, TokenId};
use claviger_core::role::Role;
use claviger_core::store::{Change, Mutation, Standing};
use claviger_core::text::ClientName;
use std::net::IpAddr;

/// Whoever asks, proven to be that: made from a token by
/// [`tokens::authenticate`](super::tokens::authenticate), or by the host itself.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The token it was recognised by; none for the host's own commands.
    pub by: Option<Standing>,
    /// The account it administers; nothing of another account is in its reach.
    pub account: AccountId,
    /// What it may do.
    pub role: Role,
    /// Where it asks from.
    pub source: Option<IpAddr>,
    /// What its client calls itself.
    pub client: ClientName,
}

impl Caller {
    /// The host itself, acting on an account.
    #[must_use]
    pub fn system(account: AccountId) -> Self {
        Caller { by: None, account, role: Role::Operator, source: None, client: ClientName::default() }
    }

    /// Whom entries name.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.token().map_or(Actor::System, Actor::Token)
    }

    /// Its token.
    #[must_use]
    pub fn token(&self) -> Option<TokenId> {
        self.by.map(|by| by.token)
    }

    /// A change made by this caller: it is written only if its token still works then.
    #[must_use]
    pub fn mutation(&self, change: Change, entry: EntryDraft) -> Mutation {
        Mutation { by: self.by, ..Mutation::new(change, entry) }
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
