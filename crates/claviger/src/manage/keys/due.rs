//! Keys that are older than the account wants them to grow, the longest overdue first.

use super::super::read::read;
use super::super::rotation_policy::policy_of;
use super::super::{Caller, ManageError, Operation, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::key::KeyRecord;
use claviger_core::key::age::MaxAge;
use claviger_core::time::Timestamp;

/// Most keys of the list.
const MOST: usize = 200;

/// A key to be rotated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueKey {
    /// What is on record.
    pub record: KeyRecord,
    /// Since when it is due.
    pub due_at: Timestamp,
}

/// The keys that are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The longest overdue first; at most 200.
    pub items: Vec<DueKey>,
    /// How many there are.
    pub count: usize,
    /// How old keys of the account may grow.
    pub max_age: MaxAge,
}

/// The caller's keys that are due to be rotated.
///
/// # Errors
/// [`ManageError`].
pub async fn due(authority: &Authority, caller: &Caller) -> Result<Due, ManageError> {
    let work = async {
        let (account, now) = (caller.account, authority.now());
        let max_age = read(authority, move |store| policy_of(store, account, now)).await?.max_age;
        let keys = authority.directory.of(authority, account).await?.within(caller);
        let since = |key: &KeyRecord| max_age.due_at(key).filter(|at| *at <= now);
        let mut due: Vec<_> = keys.iter().filter_map(|key| Some((since(&key.record)?, key))).collect();
        due.sort_unstable_by_key(|(at, key)| (*at, key.record.id));
        let first = due.iter().take(MOST);
        let items = first.map(|(due_at, key)| DueKey { record: key.record.clone(), due_at: *due_at });
        Ok(Due { items: items.collect(), count: due.len(), max_age })
    };
    guarded(authority, caller, Operation::KeyDue, Target::Account, work).await
}
