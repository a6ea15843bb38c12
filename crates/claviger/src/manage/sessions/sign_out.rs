//! Signing out.

use super::super::ManageError;
use super::Signed;
use super::end::remove;
use crate::authority::Authority;
use claviger_core::action::Action;

/// Ends the person's own session. One that has ended already is ended.
///
/// # Errors
/// [`ManageError::Unavailable`], [`ManageError::Internal`]: it may not have ended.
pub async fn sign_out(authority: &Authority, signed: &Signed) -> Result<(), ManageError> {
    let (id, owner) = (signed.session.id, signed.user.id);
    match remove(authority, &signed.caller, (id, owner), Action::SessionEnd, "signed out").await {
        Err(ManageError::CallerGone | ManageError::NotFound(_)) => Ok(()),
        done => done,
    }
}
