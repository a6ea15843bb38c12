//! The members of an account.

use super::super::{Caller, ManageError, Page};
use crate::authority::Authority;
use claviger_core::id::MemberId;
use claviger_core::people::{Login, Member};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;

/// A member as it is shown.
#[derive(Debug, Clone)]
pub struct MemberView {
    /// The place in the account.
    pub member: Member,
    /// What the person is called.
    pub name: Name,
    /// What the person signs in as.
    pub login: Login,
    /// Whether there is a time-based code.
    pub has_totp: bool,
    /// How many passkeys there are.
    pub passkeys: usize,
    /// How many recovery codes are left.
    pub recovery_left: usize,
    /// How many keys of this account belong to the person, revoked ones aside.
    pub keys_held: usize,
    /// When a session of theirs was used last, to about a minute; none if no session is left to tell.
    pub last_seen: Option<Timestamp>,
    /// How many sessions there are, whichever account they look at.
    pub sessions: usize,
}

/// All members of the account, in the order in which they came.
///
/// # Errors
/// [`ManageError`].
pub async fn list(_authority: &Authority, _caller: &Caller) -> Result<Vec<MemberView>, ManageError> {
    Err(ManageError::Internal)
}

/// A page of the members, in the order in which they came, after `after`.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if `after` is none of them.
pub async fn page(
    _authority: &Authority,
    _caller: &Caller,
    _after: Option<MemberId>,
    _limit: usize,
) -> Result<Page<MemberView, MemberId>, ManageError> {
    Err(ManageError::Internal)
}

/// One member.
///
/// # Errors
/// [`ManageError`].
pub async fn show(
    _authority: &Authority,
    _caller: &Caller,
    _id: MemberId,
) -> Result<MemberView, ManageError> {
    Err(ManageError::Internal)
}
