//! A member's role is changed.

use super::super::{Caller, ManageError};
use crate::authority::Authority;
use claviger_core::id::MemberId;
use claviger_core::people::Member;
use claviger_core::role::Role;

/// Changes what a member may do. `from` is the revision that was looked at: at any other one nothing is
/// changed. What the person began under the old role is not written any more.
///
/// # Errors
/// [`ManageError`]; [`ManageError::LastOwner`].
pub async fn edit(
    _authority: &Authority,
    _caller: &Caller,
    _id: MemberId,
    _role: Role,
    _from: u64,
) -> Result<Member, ManageError> {
    Err(ManageError::Internal)
}
