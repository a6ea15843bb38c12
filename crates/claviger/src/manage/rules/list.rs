//! The rules of an account.

use super::super::people::all;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::notices::Rule;
use claviger_core::store::{RecordKind, RecordsOf};

/// The rules that were set, in the order in which they were made. There are few: their number is limited.
///
/// # Errors
/// [`ManageError`].
pub async fn list(authority: &Authority, caller: &Caller) -> Result<Vec<Rule>, ManageError> {
    let account = caller.account;
    let work = async {
        read(authority, move |store| all(store, RecordKind::Rule, RecordsOf::Account(account))).await
    };
    guarded(authority, caller, Operation::RuleList, Target::Account, work).await
}
