//! Keys that are being replaced, the first to end first.

use super::super::{Caller, ManageError, Operation, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::time::Timestamp;

/// Most keys of the list.
const MOST: usize = 200;

/// A key beside which its successor works already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingKey {
    /// What is on record.
    pub record: KeyRecord,
    /// From when on it is refused.
    pub ends_at: Timestamp,
}

/// The caller's keys that are being replaced; at most 200.
///
/// # Errors
/// [`ManageError`].
pub async fn ending(authority: &Authority, caller: &Caller) -> Result<Vec<EndingKey>, ManageError> {
    let work = async {
        let now = authority.now();
        let keys = authority.directory.of(authority, caller.account).await?.within(caller);
        let ends = |key: &KeyRecord| {
            let at = key.retires_at.min(key.restrictions.expires_at.or(key.retires_at));
            at.filter(|at| *at > now && key.successor.is_some() && key.state != KeyState::Revoked)
        };
        let mut ending: Vec<_> = keys.iter().filter_map(|key| Some((ends(&key.record)?, key))).collect();
        ending.sort_unstable_by_key(|(at, key)| (*at, key.record.id));
        let first = ending.into_iter().take(MOST);
        Ok(first.map(|(ends_at, key)| EndingKey { record: key.record.clone(), ends_at }).collect())
    };
    guarded(authority, caller, Operation::KeyDue, Target::Account, work).await
}
