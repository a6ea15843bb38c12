//! The caller's own account.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Thing, guarded};
use crate::authority::Authority;
use claviger_core::account::AccountRecord;
use claviger_core::entry::Target;

/// Shows the caller's account.
///
/// # Errors
/// [`ManageError`].
pub async fn show(authority: &Authority, caller: &Caller) -> Result<AccountRecord, ManageError> {
    let account = caller.account;
    let work = async {
        let found = read(authority, move |store| store.account(account)).await?;
        found.ok_or(ManageError::NotFound(Thing::Account))
    };
    guarded(authority, caller, Operation::AccountShow, Target::Account, work).await
}
