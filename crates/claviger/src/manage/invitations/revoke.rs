//! A link is taken back.

use super::super::{Caller, ManageError};
use crate::authority::Authority;
use claviger_core::id::InvitationId;
use claviger_core::people::Invitation;

/// Takes an invitation or a reset link of the account back: from now on it reads like one that never was.
///
/// # Errors
/// [`ManageError`].
pub async fn revoke(
    _authority: &Authority,
    _caller: &Caller,
    _id: InvitationId,
) -> Result<Invitation, ManageError> {
    Err(ManageError::Internal)
}
