//! A browser that comes back.

use super::super::{Caller, ManageError};
use super::Place;
use crate::authority::Authority;
use claviger_core::account::AccountRecord;
use claviger_core::people::{Member, Session, User};
use claviger_core::role::Role;

/// Somebody who is signed in, and what they look at.
#[derive(Debug, Clone)]
pub struct Signed {
    /// For the use cases.
    pub caller: Caller,
    /// The person.
    pub user: User,
    /// The session.
    pub session: Session,
    /// The account that is looked at.
    pub account: AccountRecord,
    /// The person's place in it.
    pub member: Member,
    /// All accounts the person has a place in, with the roles, in the order in which they came.
    pub accounts: Vec<(AccountRecord, Role)>,
}

/// Recognises a session by its token, and remembers that it is used. `None` is nobody: malformed, unknown,
/// ended, or of somebody who has no place any more; nobody is told which.
///
/// # Errors
/// [`ManageError::Unavailable`], [`ManageError::Internal`].
pub async fn recognise(
    _authority: &Authority,
    _token: &str,
    _place: &Place,
) -> Result<Option<Signed>, ManageError> {
    Err(ManageError::Internal)
}
