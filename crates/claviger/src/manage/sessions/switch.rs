//! Turning to another account.

use super::super::ManageError;
use super::{NewSession, Signed};
use crate::authority::Authority;
use claviger_core::id::AccountId;

/// Looks at another account the person has a place in. The session gets another token.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if the person has no place there.
pub async fn switch(
    _authority: &Authority,
    _signed: &Signed,
    _account: AccountId,
) -> Result<NewSession, ManageError> {
    Err(ManageError::Internal)
}
