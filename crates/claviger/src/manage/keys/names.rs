//! What keys are called, who holds them and what they are for, for pages that speak of many: of those in the caller's reach.

use super::super::{Caller, ManageError, Operation, guarded};
use super::overview::{applications as all_applications, holders as all_holders};
use crate::authority::Authority;
use crate::directory::{AccountKeys, Keys};
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The names of those of `ids` that are in reach.
///
/// # Errors
/// [`ManageError`].
pub async fn names(
    authority: &Authority,
    caller: &Caller,
    ids: impl IntoIterator<Item = KeyId>,
) -> Result<HashMap<KeyId, String>, ManageError> {
    let keys = of_account(authority, caller).await?;
    let known = |id| keys.get(id).filter(|key| caller.reaches(&key.record));
    let name = |id| known(id).map(|key| (id, key.record.name.to_string()));
    Ok(ids.into_iter().filter_map(name).collect())
}

/// The key that a person means by an id or a name; the newest, if several had the same name.
///
/// # Errors
/// [`ManageError`].
pub async fn find(authority: &Authority, caller: &Caller, text: &str) -> Result<Option<KeyId>, ManageError> {
    let folded = text.trim().to_lowercase();
    let keys = held(authority, caller).await?;
    let is_meant = |name: &str, id: KeyId| name == folded || id.to_string() == folded;
    let meant = keys.iter().filter(|key| is_meant(&key.folded_name, key.record.id));
    Ok(meant.max_by_key(|key| key.record.created_at).map(|key| key.record.id))
}

/// The keys that somebody holds.
///
/// # Errors
/// [`ManageError`].
pub async fn held_by(
    authority: &Authority,
    caller: &Caller,
    holder: &str,
) -> Result<BTreeSet<KeyId>, ManageError> {
    let keys = held(authority, caller).await?;
    let of_holder = keys.iter().filter(|key| key.record.holder.as_str() == holder);
    Ok(of_holder.map(|key| key.record.id).collect())
}

/// Who holds keys that are in force, in order; at most 200.
///
/// # Errors
/// [`ManageError`].
pub async fn holders(authority: &Authority, caller: &Caller) -> Result<Vec<String>, ManageError> {
    Ok(all_holders(&held(authority, caller).await?))
}

/// The keys of an application.
///
/// # Errors
/// [`ManageError`].
pub async fn tagged(
    authority: &Authority,
    caller: &Caller,
    application: &str,
) -> Result<BTreeSet<KeyId>, ManageError> {
    let keys = held(authority, caller).await?;
    let tagged = keys.iter().filter(|key| key.record.application.as_str() == application);
    Ok(tagged.map(|key| key.record.id).collect())
}

/// The application tags of keys that are in force, in order; at most 200.
///
/// # Errors
/// [`ManageError`].
pub async fn applications(authority: &Authority, caller: &Caller) -> Result<Vec<String>, ManageError> {
    Ok(all_applications(&held(authority, caller).await?))
}

/// The keys in reach.
async fn held(authority: &Authority, caller: &Caller) -> Result<Keys, ManageError> {
    Ok(of_account(authority, caller).await?.within(caller))
}

async fn of_account(authority: &Authority, caller: &Caller) -> Result<Arc<AccountKeys>, ManageError> {
    let work = async { Ok(authority.directory.of(authority, caller.account).await?) };
    guarded(authority, caller, Operation::KeyList, Target::Account, work).await
}
