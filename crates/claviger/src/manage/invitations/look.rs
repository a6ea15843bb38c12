//! What a link is for, for whoever has it.

use super::super::ManageError;
use crate::authority::Authority;
use claviger_core::people::Purpose;
use claviger_core::role::Role;
use claviger_core::text::Name;
use claviger_core::time::Timestamp;

/// A link as whoever has it is told.
#[derive(Debug, Clone)]
pub struct InvitationView {
    /// What it is for.
    pub purpose: Purpose,
    /// The name of the account it leads into; none for a reset link made on the host.
    pub account: Option<Name>,
    /// What it makes of whoever uses it; none for a reset link.
    pub role: Option<Role>,
    /// Whom a reset link lets back in; none for an invitation.
    pub person: Option<Name>,
    /// Whether a reset link takes a second factor besides: a time-based code or a recovery code.
    pub wants_factor: bool,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// The name of the person who made it; none if it was a token, or the host.
    pub invited_by: Option<Name>,
}

/// Looks at a link without using it. Unknown, malformed, used, taken back and expired ones are all `None`.
///
/// # Errors
/// [`ManageError::Unavailable`], [`ManageError::Internal`].
pub async fn look(_authority: &Authority, _token: &str) -> Result<Option<InvitationView>, ManageError> {
    Err(ManageError::Internal)
}
