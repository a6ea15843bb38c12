//! A member is removed.

use super::super::{Caller, ManageError};
use crate::authority::Authority;
use claviger_core::id::{MemberId, UserId};
use claviger_core::people::Member;

/// A member who is gone, and what became of what they had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The member as it was last.
    pub member: Member,
    /// Keys that were frozen.
    pub keys_frozen: usize,
    /// Keys that belong to somebody else now.
    pub keys_handed_over: usize,
    /// Sessions that ended.
    pub sessions_ended: usize,
}

/// Removes a member. Their keys are frozen, or belong to `hand_over_to` from now on.
///
/// # Errors
/// [`ManageError`]; [`ManageError::LastOwner`].
pub async fn remove(
    _authority: &Authority,
    _caller: &Caller,
    _id: MemberId,
    _hand_over_to: Option<UserId>,
) -> Result<Removed, ManageError> {
    Err(ManageError::Internal)
}

/// Finishes what was begun of removals and did not come to its end; to be called after a start and every
/// minute.
///
/// # Errors
/// [`ManageError`]: it is tried again the next time.
pub async fn finish_leaving(_authority: &Authority) -> Result<(), ManageError> {
    Ok(())
}
