//! What a link is for, for whoever has it.

use super::super::ManageError;
use super::super::people::user;
use super::super::read::read;
use super::{InvitationToken, Leads, Open, open};
use crate::authority::Authority;
use claviger_core::people::Purpose;
use claviger_core::principal::Principal;
use claviger_core::role::Role;
use claviger_core::store::{Store, StoreError};
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
pub async fn look(authority: &Authority, token: &str) -> Result<Option<InvitationView>, ManageError> {
    let Some(token) = InvitationToken::parse(token) else { return Ok(None) };
    let now = authority.now();
    read(authority, move |store| match open(store, &token, now)? {
        Some(open) => view(store, open).map(Some),
        None => Ok(None),
    })
    .await
}

fn view(store: &dyn Store, open: Open) -> Result<InvitationView, StoreError> {
    let maker = match open.link.made_by {
        Some(Principal::User(maker)) => user(store, maker)?,
        _ => None,
    };
    let (role, person, wants_factor) = match open.leads {
        Leads::In { role } => (Some(role), None, false),
        Leads::Back { user, wants_factor } => (None, Some(user.name), wants_factor),
    };
    Ok(InvitationView {
        purpose: open.link.purpose,
        account: open.link.account().map(|_| open.account.name),
        role,
        person,
        wants_factor,
        expires_at: open.link.expires_at,
        invited_by: maker.map(|maker| maker.name),
    })
}
