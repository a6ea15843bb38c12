//! The link for the first owner of a server.

use super::super::ManageError;
use super::Invited;
use crate::authority::Authority;
use claviger_core::id::AccountId;

/// Makes the link with which somebody becomes the first owner of an account: only while the server knows no
/// person at all, and there is no such link yet.
///
/// # Errors
/// [`ManageError`].
pub async fn first_owner(
    _authority: &Authority,
    _account: AccountId,
) -> Result<Option<Invited>, ManageError> {
    Err(ManageError::Internal)
}
