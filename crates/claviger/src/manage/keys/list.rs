//! The account's keys.

use super::super::page::bounded;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Page, Reach, Thing, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::KeyRecord;
use claviger_core::store::KeyFilter;

/// A page of the account's keys that are in reach, in the order of their creation, after `after`.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if `after` is not one of the keys in reach.
pub async fn list(
    authority: &Authority,
    caller: &Caller,
    mut filter: KeyFilter,
    after: Option<KeyId>,
    limit: usize,
) -> Result<Page<KeyRecord, KeyId>, ManageError> {
    let (account, limit) = (caller.account, bounded(limit));
    let work = async {
        if let Reach::Own(user) = caller.reach
            && filter.member.replace(user).is_some_and(|other| other != user)
        {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let asking = caller.clone();
        let rows = read(authority, move |store| {
            if let Some(after) = after {
                let known = store.key(after)?.is_some_and(|row| asking.reaches(&row.record));
                if !known {
                    return Ok(None);
                }
            }
            store.keys(account, &filter, after, limit + 1).map(Some)
        });
        let rows = rows.await?.ok_or(ManageError::NotFound(Thing::Cursor))?;
        Ok(Page::cut(rows.into_iter().map(|row| row.record).collect(), limit, |key| key.id))
    };
    guarded(authority, caller, Operation::KeyList, Target::Account, work).await
}
