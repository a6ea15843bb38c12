//! The links of an account that still work.

use super::super::{Caller, ManageError, Page};
use crate::authority::Authority;
use claviger_core::id::InvitationId;
use claviger_core::people::Invitation;

/// The invitations and reset links of the account that still work, in the order in which they were made.
///
/// # Errors
/// [`ManageError`].
pub async fn list(_authority: &Authority, _caller: &Caller) -> Result<Vec<Invitation>, ManageError> {
    Err(ManageError::Internal)
}

/// A page of them, after `after`.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if `after` is none of them.
pub async fn page(
    _authority: &Authority,
    _caller: &Caller,
    _after: Option<InvitationId>,
    _limit: usize,
) -> Result<Page<Invitation, InvitationId>, ManageError> {
    Err(ManageError::Internal)
}
