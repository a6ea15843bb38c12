//! Administration tokens.

mod authenticate;
mod create;
mod list;
mod revoke;
mod rotate;
mod session;
mod shown;

pub use authenticate::{AuthenticateError, authenticate, recognise_again};
pub use create::{CreateToken, CreatedToken, create};
pub use list::list;
pub use revoke::revoke;
pub use rotate::rotate;
pub use session::{begin_session, end_session};

use super::read::read;
use super::{Caller, ManageError, Thing};
use crate::authority::Authority;
use claviger_core::id::TokenId;
use claviger_core::role::Role;
use claviger_core::time::Timestamp;
use claviger_core::token::TokenRecord;

pub(super) use create::{issue, new_token};
pub(super) use shown::{beyond, shown, take_back};

/// The token with this id, if it is the caller's account's and the caller has a say over it.
async fn own(authority: &Authority, caller: &Caller, id: TokenId) -> Result<TokenRecord, ManageError> {
    let found = read(authority, move |store| store.token(id)).await?;
    let token =
        found.filter(|token| token.account == caller.account).ok_or(ManageError::NotFound(Thing::Token))?;
    has_say(caller, token.role)?;
    match token.revoked_at {
        Some(_) => Err(ManageError::TokenRevoked),
        None => Ok(token),
    }
}

/// Whoever could hand out, rotate or revoke a token above their own would own it.
fn has_say(caller: &Caller, other: Role) -> Result<(), ManageError> {
    if caller.role.may_grant(other) {
        return Ok(());
    }
    Err(ManageError::AboveOwnRole { own: caller.role, other })
}

fn in_future(expires_at: Option<Timestamp>, now: Timestamp) -> Result<(), ManageError> {
    if expires_at.is_some_and(|at| at <= now) {
        return Err(ManageError::AlreadyExpired);
    }
    Ok(())
}

fn expiry_words(expires_at: Option<Timestamp>) -> String {
    expires_at.map_or_else(|| "never expires".to_owned(), |at| format!("expires_at: {at}"))
}
