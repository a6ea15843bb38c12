//! How one key was used.

use super::super::read::read;
use super::super::reviews::{policy_of, signed_off};
use super::super::{Caller, ManageError, Operation, guarded};
use super::ask::shared_by;
use super::change::own;
use super::concern::{Concern, concerns};
use super::stepped::stepped_from;
use super::wants::wants_of;
use crate::authority::Authority;
use crate::usage::{HOURS, Hour, KeyUse, RefusedUse, Seen, look_up};
use claviger_core::entry::{Entry, Outcome, Target};
use claviger_core::id::KeyId;
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::nonce::interleaved::Shared;
use claviger_core::permission::Permission;
use claviger_core::reason::Reason;
use claviger_core::store::{HistoryQuery, Which};
use claviger_core::time::Timestamp;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// What counts as lately.
const LATELY_SECS: i64 = 3_600;
/// Most calls looked at to tell from where it was used lately.
const MAX_CALLS: usize = 200;
/// How long its history may be looked through for its last call.
const LOOK_UP: Duration = Duration::from_millis(50);

/// How a key was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Its last accepted call.
    pub last: Option<Seen>,
    /// Its last refused call.
    pub refused: Option<RefusedUse>,
    /// Its calls by the hour, the oldest first, the last one being the present hour.
    pub hours: [Hour; HOURS],
    /// When each of its permissions was last needed by an accepted call, as far as calls were counted.
    pub permissions: Vec<(Permission, Option<Timestamp>)>,
    /// Its accepted calls of the last hour, and from where, the most first.
    pub lately: Vec<(Option<IpAddr>, usize)>,
    /// `lately` are the latest 200 calls of more.
    pub lately_is_cut: bool,
    /// Its calls that were accepted and have no outcome yet.
    pub open_calls: u32,
    /// When it was reviewed last.
    pub reviewed_at: Option<Timestamp>,
    /// When it is to be reviewed; none for a revoked key.
    pub review_due_at: Option<Timestamp>,
    /// The state it had before it was stepped down, to which one step puts it back.
    pub stepped_from: Option<KeyState>,
    /// Its nonces show that two processes share it; asked only while its last refusal was for a nonce.
    pub shared: Option<Shared>,
    /// From when on calls are counted whole; none if that is not known yet.
    pub counted_since: Option<Timestamp>,
}

/// A key, with how it was used.
#[derive(Debug, Clone)]
pub struct KeyActivity {
    /// What is on record.
    pub record: KeyRecord,
    /// How it was used.
    pub activity: Activity,
    /// What deserves attention, most pressing first.
    pub concerns: Vec<Concern>,
    /// When it is to be rotated; none if never.
    pub due_at: Option<Timestamp>,
}

/// Shows a key with how it was used.
///
/// # Errors
/// [`ManageError`].
pub async fn activity(authority: &Authority, caller: &Caller, id: KeyId) -> Result<KeyActivity, ManageError> {
    let work = async { used(authority, own(authority, caller, id).await?.record).await };
    guarded(authority, caller, Operation::KeyActivity, Target::Key(id), work).await
}

/// A key that the caller reaches, with how it was used.
pub(super) async fn used(authority: &Authority, record: KeyRecord) -> Result<KeyActivity, ManageError> {
    let (id, lane, now, key) = (record.id, authority.lane().clone(), authority.now(), record.clone());
    let recent = read(authority, move |store| {
        look_up(store, lane.usage(), [&key], Instant::now() + LOOK_UP, now)?;
        let refused = lane.usage().of(key.id).and_then(|known| known.refused);
        let nonces = refused.is_some_and(|refused| refused.reason == Reason::InvalidNonce);
        let shared = if nonces { shared_by(store, &key)? } else { None };
        let stepped = stepped_from(store, &key)?;
        let review = (policy_of(store, key.account)?, signed_off(store, key.id)?);
        let wants = wants_of(store, key.account, now)?;
        Ok((store.history(&accepted_lately(&key))?, shared, review, wants, stepped))
    });
    let (mut recent, shared, (policy, signed), wants, stepped_from) = recent.await?;
    let lately_is_cut = recent.next.is_some() && recent.entries.len() >= MAX_CALLS;
    let lately = now.plus_secs(-LATELY_SECS);
    recent.entries.retain(|entry| entry.place.time >= lately);
    let known = authority.lane().usage().of(id).unwrap_or_default();
    let concerns = concerns(&record, Some(&known), wants, now);
    let activity = Activity {
        lately: by_source(&recent.entries),
        lately_is_cut: lately_is_cut && recent.entries.len() >= MAX_CALLS,
        open_calls: authority.lane().open_calls().count(id),
        counted_since: authority.lane().usage().since(),
        reviewed_at: signed.as_ref().map(|signed| signed.at),
        review_due_at: policy.due_at(&record, signed.as_ref()),
        shared,
        stepped_from,
        ..told(&record, &known, now)
    };
    let due_at = wants.max_age.due_at(&record);
    Ok(KeyActivity { record, activity, concerns, due_at })
}

fn told(record: &KeyRecord, known: &KeyUse, now: Timestamp) -> Activity {
    let needed = |permission| (permission, known.last_needed(permission, record.permissions));
    Activity {
        last: known.last,
        refused: known.refused,
        hours: known.hours(now),
        permissions: record.permissions.iter().map(needed).collect(),
        lately: Vec::new(),
        lately_is_cut: false,
        open_calls: 0,
        reviewed_at: None,
        review_due_at: None,
        shared: None,
        stepped_from: None,
        counted_since: None,
    }
}

/// The latest, whenever they were: a search for those of the last hour would go on through all that were before.
fn accepted_lately(key: &KeyRecord) -> HistoryQuery {
    HistoryQuery {
        account: Some(key.account),
        key: Some(key.id),
        which: Which::Calls,
        outcomes: vec![Outcome::Allowed],
        limit: MAX_CALLS,
        max_scan: MAX_CALLS * 4,
        ..HistoryQuery::default()
    }
}

fn by_source(entries: &[Entry]) -> Vec<(Option<IpAddr>, usize)> {
    let mut counts: Vec<(Option<IpAddr>, usize)> = Vec::new();
    for entry in entries {
        match counts.iter_mut().find(|(source, _)| *source == entry.draft.source) {
            Some((_, count)) => *count += 1,
            None => counts.push((entry.draft.source, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}
