//! A reset link is made for a member.

use super::super::invitations::Invited;
use super::super::{Caller, ManageError};
use crate::authority::Authority;
use claviger_core::id::MemberId;

/// Makes a link with which the member sets a new password. Only if this account is the only one the person
/// has a place in, and the caller has a say over their role: else an account could be taken over by
/// another's admin.
///
/// # Errors
/// [`ManageError`]; [`ManageError::ElsewhereToo`].
pub async fn create(
    _authority: &Authority,
    _caller: &Caller,
    _member: MemberId,
) -> Result<Invited, ManageError> {
    Err(ManageError::Internal)
}
