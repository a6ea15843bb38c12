//! A reset link made on the host.

use super::super::ManageError;
use super::super::invitations::Invited;
use crate::authority::Authority;
use claviger_core::people::Login;

/// Makes a link with which the person of this login sets a new password; `also_factors` takes the second
/// factors away at once.
///
/// # Errors
/// [`ManageError::NotFound`] if nobody has the login; [`ManageError`].
pub async fn host(
    _authority: &Authority,
    _login: &Login,
    _also_factors: bool,
) -> Result<Invited, ManageError> {
    Err(ManageError::Internal)
}
