//! Sessions are ended.

use super::super::{Caller, ManageError};
use crate::authority::Authority;
use claviger_core::id::SessionId;

/// Ends one session: of the caller, or of a member of this account whom the caller has a say over.
///
/// # Errors
/// [`ManageError`].
pub async fn end(_authority: &Authority, _caller: &Caller, _id: SessionId) -> Result<(), ManageError> {
    Err(ManageError::Internal)
}

/// Ends all sessions of the caller but the one that asks. Gives how many there were.
///
/// # Errors
/// [`ManageError`].
pub async fn end_others(_authority: &Authority, _caller: &Caller) -> Result<u32, ManageError> {
    Err(ManageError::Internal)
}
