//! Reading the recorded calls of a key, newest first, in bounded steps.

use super::super::ManageError;
use super::super::people::parsed;
use crate::authority::Authority;
use claviger_core::entry::{Entry, Outcome};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::KeyRecord;
use claviger_core::key::review::{Recorded, ReviewPolicy, SignedOff};
use claviger_core::store::{Cursor, HistoryQuery, RecordKind, Store, StoreError, Which};
use claviger_core::time::Timestamp;

/// Days looked back, unless told.
pub const DEFAULT_DAYS: u32 = 90;
/// Most days looked back.
pub const MAX_DAYS: u32 = 3_660;

/// Entries given by one step.
const STEP: usize = 10_000;
/// Most entries looked at by one step: outcomes stand among the calls.
const MAX_SCAN: usize = 4 * STEP;
/// Most steps; a key with more calls is judged by its latest.
const MAX_STEPS: usize = 400;

/// How far the history was gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Looked<T> {
    pub(in super::super) seen: T,
    /// It was gone through from here on only, since there are more calls than a review looks at.
    pub(in super::super) cut_at: Option<Timestamp>,
}

/// The instant so many days ago.
pub(super) const fn days_ago(now: Timestamp, days: u32) -> Timestamp {
    now.plus_secs(-(days as i64) * 86_400)
}

/// Shows every recorded call of a key since `from` to `look`.
pub(super) async fn each_call<T: Send + 'static>(
    authority: &Authority,
    key: &KeyRecord,
    from: Timestamp,
    seen: T,
    look: fn(&mut T, &Recorded),
) -> Result<Looked<T>, ManageError> {
    let outcomes = &[Outcome::Allowed, Outcome::Refused, Outcome::Folded];
    let show = |(seen, look): &mut (T, fn(&mut T, &Recorded)), entry: &Entry| {
        if let Some(call) = Recorded::of(entry) {
            look(seen, &call);
        }
    };
    let Looked { seen: (seen, _), cut_at } =
        each_entry(authority, key, outcomes, from, (seen, look), show).await?;
    Ok(Looked { seen, cut_at })
}

/// Shows every entry that is left by calls of a key since `from`, with one of these outcomes, to `look`.
pub(in super::super) async fn each_entry<T: Send + 'static>(
    authority: &Authority,
    key: &KeyRecord,
    outcomes: &[Outcome],
    from: Timestamp,
    mut seen: T,
    look: fn(&mut T, &Entry),
) -> Result<Looked<T>, ManageError> {
    let (mut cursor, mut reached) = (None, None);
    for _ in 0..MAX_STEPS {
        let query = calls(key.account, key.id, outcomes, cursor);
        let step = authority.read(move |store| {
            let step = step(store, &query, from, &mut seen, look)?;
            Ok((step, seen))
        });
        let (done, back) = step.await?;
        seen = back;
        reached = done.reached.or(reached);
        cursor = done.next;
        if cursor.is_none() {
            return Ok(Looked { seen, cut_at: None });
        }
    }
    Ok(Looked { seen, cut_at: reached })
}

struct Step {
    next: Option<Cursor>,
    reached: Option<Timestamp>,
}

fn step<T>(
    store: &dyn Store,
    query: &HistoryQuery,
    from: Timestamp,
    seen: &mut T,
    look: fn(&mut T, &Entry),
) -> Result<Step, StoreError> {
    let page = store.history(query)?;
    let reached = page.entries.last().map(|entry| entry.place.time);
    let lately = page.entries.iter().filter(|entry| entry.place.time >= from);
    lately.for_each(|entry| look(seen, entry));
    let next = page.next.filter(|_| reached.is_none_or(|reached| reached >= from));
    Ok(Step { next, reached })
}

fn calls(account: AccountId, key: KeyId, outcomes: &[Outcome], cursor: Option<Cursor>) -> HistoryQuery {
    HistoryQuery {
        account: Some(account),
        key: Some(key),
        which: Which::Calls,
        outcomes: outcomes.to_vec(),
        cursor,
        limit: STEP,
        max_scan: MAX_SCAN,
        ..HistoryQuery::default()
    }
}

/// The last sign-off of a key.
pub(crate) fn signed_off(store: &dyn Store, key: KeyId) -> Result<Option<SignedOff>, StoreError> {
    let handle = SignedOff::handle(key);
    store.record_by_handle(RecordKind::Review, &handle)?.as_ref().map(parsed).transpose()
}

/// What the account wants.
pub(crate) fn policy_of(store: &dyn Store, account: AccountId) -> Result<ReviewPolicy, StoreError> {
    let handle = ReviewPolicy::handle(account);
    let told = store.record_by_handle(RecordKind::Review, &handle)?.as_ref().map(parsed).transpose()?;
    Ok(told.unwrap_or(ReviewPolicy::untold(account)))
}
