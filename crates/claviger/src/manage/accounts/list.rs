//! All accounts of the server, for its operators.

use super::super::page::bounded;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Page, Thing, guarded};
use crate::authority::Authority;
use claviger_core::account::AccountRecord;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;

/// A page of the accounts, in the order of their creation, after `after`.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if there is no account `after`.
pub async fn list(
    authority: &Authority,
    caller: &Caller,
    after: Option<AccountId>,
    limit: usize,
) -> Result<Page<AccountRecord, AccountId>, ManageError> {
    let limit = bounded(limit);
    let work = async {
        let accounts = read(authority, move |store| {
            if let Some(after) = after
                && store.account(after)?.is_none()
            {
                return Ok(None);
            }
            store.accounts(after, limit + 1).map(Some)
        });
        let accounts = accounts.await?.ok_or(ManageError::NotFound(Thing::Cursor))?;
        Ok(Page::cut(accounts, limit, |account| account.id))
    };
    guarded(authority, caller, Operation::AccountList, Target::Account, work).await
}
