//! Somebody is invited.

use super::super::{Caller, ManageError};
use super::InvitationToken;
use crate::authority::Authority;
use claviger_core::people::Invitation;
use claviger_core::role::Role;
use claviger_core::text::Description;
use claviger_core::time::Timestamp;

/// A link, with its token, to be shown once. Has no `Debug`.
pub struct Invited {
    /// What is on record.
    pub invitation: Invitation,
    /// What the link ends in: `{public_url}/welcome/{token}`.
    pub token: InvitationToken,
}

/// Makes a link with which somebody becomes a member with this role: never more than the caller's own.
/// Without an expiry it works for three days; thirty are the most.
///
/// # Errors
/// [`ManageError`].
pub async fn create(
    _authority: &Authority,
    _caller: &Caller,
    _role: Role,
    _note: Description,
    _expires_at: Option<Timestamp>,
) -> Result<Invited, ManageError> {
    Err(ManageError::Internal)
}
