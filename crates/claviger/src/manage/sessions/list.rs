//! Where a person is signed in.

use super::super::{Caller, ManageError};
use crate::authority::Authority;
use claviger_core::id::UserId;
use claviger_core::people::Session;

/// A session as it is shown.
#[derive(Debug, Clone)]
pub struct SessionView {
    /// The session.
    pub session: Session,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The live sessions of the caller, or of a member of this account, the latest first.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if `of` is no member of this account.
pub async fn list(
    _authority: &Authority,
    _caller: &Caller,
    _of: Option<UserId>,
) -> Result<Vec<SessionView>, ManageError> {
    Err(ManageError::Internal)
}
