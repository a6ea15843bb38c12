//! Who can be recognised: the holder of an administration token, or a person.

use crate::entry::Actor;
use crate::id::{TokenId, UserId};
use std::fmt;

/// Whoever asks, whichever of their sessions or revisions it is asked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// An administration token.
    Token(TokenId),
    /// A person.
    User(UserId),
}

/// The id of the token or the person.
impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Principal::Token(token) => token.fmt(f),
            Principal::User(user) => user.fmt(f),
        }
    }
}

impl From<Principal> for Actor {
    fn from(principal: Principal) -> Self {
        match principal {
            Principal::Token(token) => Actor::Token(token),
            Principal::User(user) => Actor::User(user),
        }
    }
}
