//! Keys that nobody used for as long as their account allows are frozen, by the system itself.
//!
//! What is kept in memory of the use of keys tells which may be meant; whether one is, is looked up in its history right before
//! it is frozen. A verified call counts, whether it was allowed or not: whoever makes it holds the key and uses it.

use super::super::people::parsed;
use super::super::read::read;
use super::super::{Caller, ManageError, Thing, entry};
use super::look::policy_of;
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::{Outcome, Target};
use claviger_core::key::life::step;
use claviger_core::key::review::ReviewPolicy;
use claviger_core::key::{KeyKind, KeyRecord, KeyState};
use claviger_core::reason::Reason;
use claviger_core::store::{
    Change, Conflict, HistoryQuery, KeyFilter, KeyRow, Mutation, RecordKind, RecordsOf, Store, StoreError,
    Which,
};
use claviger_core::time::Timestamp;

/// Records, and keys, read at once.
const BATCH: usize = 200;
/// Most entries looked at to find the last call of a key. One with more acts and outcomes than this behind its last call is left
/// alone.
const MAX_SCAN: usize = 10_000;

/// Freezes what is dormant in every account that wants it; to be called every few minutes. Gives how many were frozen.
///
/// # Errors
/// [`ManageError`] of what could not be read, or of a key that could not be frozen: the others are, and it is tried again the
/// next time.
pub async fn freeze_dormant(authority: &Authority) -> Result<u32, ManageError> {
    let (mut frozen, mut after, mut left) = (0, None, Ok(()));
    loop {
        let batch =
            read(authority, move |store| store.records(RecordKind::Review, RecordsOf::Kind, after, BATCH));
        let batch = batch.await?;
        for record in batch.iter().filter(|record| is_policy(record.handle.as_deref())) {
            let policy: ReviewPolicy = parsed(record)?;
            match freeze_of(authority, &policy).await {
                Ok(some) => frozen += some,
                Err(error) => left = Err(error),
            }
        }
        let Some(last) = batch.last().filter(|_| batch.len() == BATCH) else { break };
        after = Some(last.id);
    }
    left.map(|()| frozen)
}

/// Days ahead of the freeze at which it is told.
const AHEAD_SECS: i64 = 7 * 86_400;

/// Whether a key will be frozen within a week unless it is used; `known` is its last call as far as it is known in memory.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn is_frozen_soon(
    store: &dyn Store,
    policy: &ReviewPolicy,
    key: &KeyRecord,
    known: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let soon = now.plus_secs(AHEAD_SECS);
    if !is_dormant(policy, key, known, soon) {
        return Ok(false);
    }
    Ok(last_verified(store, key)?.is_some_and(|last| is_dormant(policy, key, last, soon)))
}

fn is_policy(handle: Option<&[u8]>) -> bool {
    handle.is_some_and(|handle| handle.starts_with(b"policy"))
}

async fn freeze_of(authority: &Authority, policy: &ReviewPolicy) -> Result<u32, ManageError> {
    if policy.freeze_days.is_none() {
        return Ok(0);
    }
    let (mut frozen, mut after) = (0, None);
    loop {
        let (account, filter) = (policy.account, working());
        let batch = read(authority, move |store| store.keys(account, &filter, after, BATCH)).await?;
        let (full, last) = (batch.len() == BATCH, batch.last().map(|row| row.record.id));
        for row in batch {
            frozen += u32::from(freeze(authority, policy, row).await?);
        }
        if !full {
            return Ok(frozen);
        }
        after = last;
    }
}

fn working() -> KeyFilter {
    let states = vec![KeyState::Active, KeyState::ReadOnly, KeyState::CancelOnly];
    KeyFilter { states, ..KeyFilter::default() }
}

/// Freezes a key if it is dormant; gives whether it did.
async fn freeze(authority: &Authority, policy: &ReviewPolicy, row: KeyRow) -> Result<bool, ManageError> {
    let key = row.record.clone();
    let known = authority.lane().usage().of(key.id);
    let seen = known.and_then(|known| known.last.map(|last| last.at).max(known.refused.map(|last| last.at)));
    if !is_dormant(policy, &key, seen, authority.now()) {
        return Ok(false);
    }
    let (account, looked) = (key.account, key.clone());
    let found =
        read(authority, move |store| Ok((policy_of(store, account)?, last_verified(store, &looked)?)));
    let (policy, last) = found.await?;
    let Some(last) = last else { return Ok(false) };
    let now = authority.now();
    if !is_dormant(&policy, &key, last, now) {
        return Ok(false);
    }
    let record = step(&key, KeyState::Frozen, now)?;
    let words = said(&policy, last);
    let target = Target::Key(key.id);
    let entry = entry::act(&Caller::system(key.account), Action::KeyDormant, target, record.revision, &words);
    let change = Change::UpdateKey { row: Box::new(KeyRow { record, ..row }), from: key.revision };
    match authority.commit_change(Mutation::new(change, entry)).await {
        Ok(_) => {
            tracing::info!(key = %key.id, "a key that was not used for as long as its account allows was frozen");
            Ok(true)
        }
        // Somebody is at it: it is looked at again the next time.
        Err(ChangeError::Conflict(Conflict::Revision)) => Ok(false),
        Err(error) => Err(ManageError::from_change(error, Thing::Key)),
    }
}

fn is_dormant(policy: &ReviewPolicy, key: &KeyRecord, last: Option<Timestamp>, now: Timestamp) -> bool {
    policy.freezes_at(key, last).is_some_and(|at| at <= now)
}

/// Its last verified call, `Some(None)` if there never was one; none if that could not be told within bounds.
fn last_verified(store: &dyn Store, key: &KeyRecord) -> Result<Option<Option<Timestamp>>, StoreError> {
    let (outcomes, reasons) = match key.kind {
        KeyKind::Private => (vec![Outcome::Allowed, Outcome::Refused], Vec::new()),
        KeyKind::Public => (vec![Outcome::Folded], vec![Reason::None]),
    };
    let page = store.history(&HistoryQuery {
        account: Some(key.account),
        key: Some(key.id),
        which: Which::Calls,
        outcomes,
        reasons,
        limit: 1,
        max_scan: MAX_SCAN,
        ..HistoryQuery::default()
    })?;
    Ok(match (page.entries.first(), page.next) {
        (Some(entry), _) => Some(Some(entry.place.time)),
        (None, None) => Some(None),
        (None, Some(_)) => None,
    })
}

fn said(policy: &ReviewPolicy, last: Option<Timestamp>) -> String {
    let days = policy.freeze_days.unwrap_or(policy.dormant_days);
    let last = last.map_or("never used".to_owned(), |at| format!("last used {at}"));
    format!("state: frozen by itself, {last}; the account freezes keys after {days} days without a call")
}
