//! The links of an account that still work.

use super::super::page::bounded;
use super::super::people::links;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Page, Thing, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::InvitationId;
use claviger_core::people::Invitation;

/// The invitations and reset links of the account that still work, in the order in which they were made.
///
/// # Errors
/// [`ManageError`].
pub async fn list(authority: &Authority, caller: &Caller) -> Result<Vec<Invitation>, ManageError> {
    let work = open_links(authority, caller);
    guarded(authority, caller, Operation::InvitationList, Target::Account, work).await
}

/// A page of them, after `after`.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if `after` is none of them.
pub async fn page(
    authority: &Authority,
    caller: &Caller,
    after: Option<InvitationId>,
    limit: usize,
) -> Result<Page<Invitation, InvitationId>, ManageError> {
    let work = async {
        let mut links = open_links(authority, caller).await?;
        if let Some(after) = after {
            let place = links.iter().position(|link| link.id == after);
            links.drain(..=place.ok_or(ManageError::NotFound(Thing::Cursor))?);
        }
        Ok(Page::cut(links, bounded(limit), |link| link.id))
    };
    guarded(authority, caller, Operation::InvitationList, Target::Account, work).await
}

/// There are few of them: their number is limited.
async fn open_links(authority: &Authority, caller: &Caller) -> Result<Vec<Invitation>, ManageError> {
    let (account, now) = (caller.account, authority.now());
    read(authority, move |store| links(store, account, now)).await
}
