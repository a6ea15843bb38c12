//! Keys that were replaced retire by themselves: once nothing used them for a while and their successors are in use, at
//! the latest at the end of the overlap. Nothing depends on when this is done: from that end on every call is refused by
//! the decision itself ([`claviger_core::decide`]).

use super::super::read::read;
use super::super::{Caller, ManageError, Thing, entry};
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::{Outcome, Target};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::life::retire as begin;
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::store::{
    Change, Conflict, HistoryQuery, KeyFilter, KeyRow, Mutation, Store, StoreError, Which,
};
use claviger_core::time::Timestamp;

/// Accounts and keys read at once.
const BATCH: usize = 200;
/// Most entries of a key looked at to find its last call.
const MAX_SCAN: usize = 10_000;

/// Retires every key that is quiet, or whose overlap is over; gives how many. To be called after a start and every minute.
///
/// # Errors
/// [`ManageError`] of one that could not be retired; the others are. It is tried again the next time.
pub async fn retire_quiet(authority: &Authority) -> Result<usize, ManageError> {
    let (quiet_secs, now) = (authority.limits().retire_quiet_secs, authority.now());
    let due = read(authority, move |store| all_due(store, i64::from(quiet_secs), now)).await?;
    let (mut retired, mut left) = (0, Ok(()));
    for (row, words) in due {
        match retire(authority, row, words).await {
            Ok(()) => retired += 1,
            // Somebody changed it meanwhile: it is looked at again the next time.
            Err(ChangeError::Conflict(Conflict::Revision)) => {}
            Err(error) => left = Err(ManageError::from_change(error, Thing::Key)),
        }
    }
    left.map(|()| retired)
}

async fn retire(authority: &Authority, row: KeyRow, words: &str) -> Result<(), ChangeError> {
    let Ok(record) = begin(&row.record, None, authority.now()) else { return Ok(()) };
    let (from, caller) = (row.record.revision, Caller::system(record.account));
    let target = Target::Key(record.id);
    let entry = entry::act(&caller, Action::KeyRetire, target, record.revision, words);
    let change = Change::UpdateKey { row: Box::new(KeyRow { record, ..row }), from };
    authority.commit_change(Mutation::new(change, entry)).await.map(drop)
}

fn all_due(
    store: &dyn Store,
    quiet_secs: i64,
    now: Timestamp,
) -> Result<Vec<(KeyRow, &'static str)>, StoreError> {
    let filter = KeyFilter { retiring: true, ..KeyFilter::default() };
    let (mut due, mut account) = (Vec::new(), None);
    loop {
        let accounts = store.accounts(account, BATCH)?;
        for account in &accounts {
            let mut after = None;
            loop {
                let rows = store.keys(account.id, &filter, after, BATCH)?;
                let full = rows.len() == BATCH;
                after = rows.last().map(|row| row.record.id);
                for row in rows {
                    if let Some(words) = judge(store, &row.record, quiet_secs, now)? {
                        due.push((row, words));
                    }
                }
                if !full {
                    break;
                }
            }
        }
        match accounts.last().filter(|_| accounts.len() == BATCH) {
            Some(last) => account = Some(last.id),
            None => return Ok(due),
        }
    }
}

/// Why a key is to retire; none if it is not yet time.
fn judge(
    store: &dyn Store,
    key: &KeyRecord,
    quiet_secs: i64,
    now: Timestamp,
) -> Result<Option<&'static str>, StoreError> {
    if key.retires_at.is_some_and(|at| at <= now) {
        return Ok(Some("state: retired, since the overlap is over"));
    }
    let Some(successor) = key.successor else { return Ok(None) };
    let quiet_from = now.plus_secs(-quiet_secs);
    // One that was revoked meanwhile takes over from nobody: whoever keeps the old one has until its deadline to roll back.
    let lives = store.key(successor)?.map(|row| row.record).filter(|new| new.state != KeyState::Revoked);
    let Some(began) = lives.map(|new| new.created_at) else { return Ok(None) };
    if began > quiet_from || last_call(store, key.account, successor, &[Outcome::Allowed])?.is_none() {
        return Ok(None);
    }
    let verified = [Outcome::Allowed, Outcome::Refused];
    let last = last_call(store, key.account, key.id, &verified)?;
    Ok(last.is_none_or(|at| at <= quiet_from).then_some("state: retired, since nothing uses it any more"))
}

fn last_call(
    store: &dyn Store,
    account: AccountId,
    key: KeyId,
    outcomes: &[Outcome],
) -> Result<Option<Timestamp>, StoreError> {
    let query = HistoryQuery {
        account: Some(account),
        key: Some(key),
        which: Which::Calls,
        outcomes: outcomes.to_vec(),
        limit: 1,
        max_scan: MAX_SCAN,
        ..HistoryQuery::default()
    };
    Ok(store.history(&query)?.entries.first().map(|entry| entry.place.time))
}
