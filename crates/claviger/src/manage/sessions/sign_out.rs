//! Signing out.

use super::super::ManageError;
use super::Signed;
use crate::authority::Authority;

/// Ends the person's own session.
///
/// # Errors
/// [`ManageError`].
pub async fn sign_out(_authority: &Authority, _signed: &Signed) -> Result<(), ManageError> {
    Err(ManageError::Internal)
}
