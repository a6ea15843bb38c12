//! Proving again that it is the person who signed in.

use super::super::ManageError;
use super::{FactorWanted, Given, NewSession, Origin, Place, SignInError, Signed};
use crate::authority::Authority;

/// What can be asked of the person: a second factor if there is one, else the password.
///
/// # Errors
/// [`ManageError`].
pub async fn step_up_options(
    _authority: &Authority,
    _signed: &Signed,
    _origin: &Origin,
) -> Result<FactorWanted, ManageError> {
    Err(ManageError::Internal)
}

/// Takes the answer. The session counts as proven for a while and gets another token.
///
/// # Errors
/// [`SignInError`].
pub async fn step_up(
    _authority: &Authority,
    _signed: &Signed,
    _ticket: &str,
    _given: Given,
    _origin: &Origin,
    _place: &Place,
) -> Result<NewSession, SignInError> {
    Err(SignInError::Internal)
}
