//! The account's keys by when they are to be reviewed.

use super::super::people::parsed;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use super::look::policy_of;
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::review::{ReviewPolicy, SignedOff};
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::store::{RecordKind, RecordsOf, Store, StoreError};
use claviger_core::time::Timestamp;
use std::collections::HashMap;

/// Records read at once.
const BATCH: usize = 500;

/// A key, and when it is to be reviewed.
#[derive(Debug, Clone)]
pub struct KeyDue {
    /// The key; not a revoked one.
    pub record: KeyRecord,
    /// When it is to be reviewed.
    pub due_at: Timestamp,
    /// Whether that has passed.
    pub is_overdue: bool,
    /// The last sign-off.
    pub last: Option<SignedOff>,
}

/// The keys of an account that are in force, those due first at the top.
#[derive(Debug, Clone)]
pub struct Reviews {
    /// The keys, `limit` at most.
    pub keys: Vec<KeyDue>,
    /// How many there are in all.
    pub all: usize,
    /// How many of all are overdue.
    pub overdue: usize,
    /// How often the account wants them reviewed.
    pub policy: ReviewPolicy,
}

/// Lists the keys in reach that are in force, by when they are to be reviewed, from the `skip`-th on.
///
/// # Errors
/// [`ManageError`].
pub async fn list(
    authority: &Authority,
    caller: &Caller,
    overdue_only: bool,
    skip: usize,
    limit: usize,
) -> Result<Reviews, ManageError> {
    let work = async {
        let account = caller.account;
        let listed = authority.directory.of(authority, account).await?.within(caller);
        let kept = read(authority, move |store| Ok((all(store, account)?, policy_of(store, account)?)));
        let (mut signed, policy) = kept.await?;
        let now = authority.now();
        let (mut keys, mut overdue) = (Vec::new(), 0);
        for key in listed.iter().filter(|key| key.record.state != KeyState::Revoked) {
            let Some(due_at) = policy.due_at(&key.record, signed.get(&key.record.id)) else { continue };
            overdue += usize::from(due_at <= now);
            if due_at <= now || !overdue_only {
                keys.push((due_at, key));
            }
        }
        let all = keys.len();
        keys.sort_unstable_by_key(|(due_at, key)| (*due_at, key.record.id));
        // Copied is what is shown: there may be very many.
        let shown = keys.into_iter().skip(skip).take(limit).map(|(due_at, key)| {
            let (record, last) = (key.record.clone(), signed.remove(&key.record.id));
            KeyDue { record, due_at, is_overdue: due_at <= now, last }
        });
        let keys = shown.collect();
        Ok(Reviews { keys, all, overdue, policy })
    };
    guarded(authority, caller, Operation::ReviewList, Target::Account, work).await
}

/// The last sign-offs of an account's keys.
fn all(store: &dyn Store, account: AccountId) -> Result<HashMap<KeyId, SignedOff>, StoreError> {
    let (mut found, mut after) = (HashMap::new(), None);
    loop {
        let batch = store.records(RecordKind::Review, RecordsOf::Account(account), after, BATCH)?;
        for record in batch.iter().filter(|record| SignedOff::is_one(record)) {
            let signed: SignedOff = parsed(record)?;
            found.insert(signed.key, signed);
        }
        if batch.len() < BATCH {
            return Ok(found);
        }
        after = batch.last().map(|record| record.id);
    }
}
