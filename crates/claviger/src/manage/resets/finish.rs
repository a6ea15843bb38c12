//! A reset link is used: a new password is set.

use super::super::invitations::AcceptError;
use super::super::sessions::{Given, NewSession, Origin, Place};
use crate::authority::Authority;

/// Sets a new password, ends every session there is, and signs the person in. Whoever has a second factor
/// proves it, too: a time-based code or a recovery code.
///
/// # Errors
/// [`AcceptError`].
pub async fn finish(
    _authority: &Authority,
    _token: &str,
    _new_password: &str,
    _given: Option<Given>,
    _origin: &Origin,
    _place: &Place,
) -> Result<NewSession, AcceptError> {
    Err(AcceptError::Gone)
}
