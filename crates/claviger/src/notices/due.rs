//! What is due at a time rather than caused by an entry: keys that expire.
//!
//! Each notice has a mark, written together with it and named by key, expiry and threshold: so it is told once, whatever is
//! restarted, and told anew if the expiry is moved.

use super::NoticeError;
use super::follow::{Follower, Step};
use super::kept::{random, stored};
use crate::authority::Authority;
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::notices::{Event, EventId, EventKind, Level, Mark};
use claviger_core::store::{RecordKind, Store, StoreError};
use claviger_core::time::Timestamp;

/// Days ahead of an expiry at which it is told.
const DAYS: [i64; 4] = [30, 14, 7, 1];
const DAY_SECS: i64 = 86_400;
/// Used within so many days a key counts as in use, and its end as an alarm from seven days on.
const IN_USE_DAYS: i64 = 2;

/// Tells that a key expires soon, if it does and that was not told.
pub(super) async fn tell_expiry(
    authority: &Authority,
    follower: &mut Follower,
    key: &KeyRecord,
) -> Result<Step, NoticeError> {
    let Some((days, event, mark)) = due(authority, key) else { return Ok(Step::default()) };
    let handle = mark.handle();
    if authority.read(move |store| told_before(store, &handle)).await? {
        return Ok(Step::default());
    }
    let record = mark.record(random()?, 1, authority.now())?;
    tracing::debug!(key = %key.id, days, "a key expires soon");
    follower.tell(authority, &[event], Some(stored(record, 0))).await
}

fn told_before(store: &dyn Store, handle: &[u8]) -> Result<bool, StoreError> {
    Ok(store.record_by_handle(RecordKind::Cursor, handle)?.is_some())
}

/// The nearest threshold that a key has passed, with its event and its mark.
fn due(authority: &Authority, key: &KeyRecord) -> Option<(i64, Event, Mark)> {
    let now = authority.now();
    let expires_at = key.restrictions.expires_at.filter(|at| *at > now && key.state != KeyState::Revoked)?;
    let left = expires_at.secs() - now.secs();
    let days = DAYS.into_iter().filter(|days| left <= days * DAY_SECS).min()?;
    // A key that was made to live shorter than the threshold needs no warning of it at once.
    if key.created_at.secs() > expires_at.secs() - days * DAY_SECS {
        return None;
    }
    let last = authority.lane().usage().of(key.id).and_then(|known| known.last);
    let in_use = last.is_some_and(|seen| seen.at.plus_secs(IN_USE_DAYS * DAY_SECS) > now);
    let id = EventId::due("expires", format_args!("{}-{days}", key.id), expires_at);
    let when = if days == 1 { "within a day".to_owned() } else { format!("within {days} days") };
    let used = if in_use { " It is in use." } else { "" };
    let sentence = format!("The key \"{}\" expires {when}.{used}", key.name);
    let event = Event::new(id.clone(), EventKind::KeyExpires, key.account, now, &sentence)
        .with("expires at", expires_at)
        .with("key", &key.name)
        .with("holder", &key.holder)
        .with("last call", last.map(|seen| seen.at.to_string()).unwrap_or_default())
        .with("key id", key.id);
    let level = if in_use && days <= 7 { Level::Alarm } else { event.level };
    let event = Event { key: Some(key.id), user: key.member, level, ..event };
    Some((days, event, Mark::Told(id.to_string(), until(expires_at))))
}

/// As long as the expiry is ahead.
const fn until(expires_at: Timestamp) -> Timestamp {
    expires_at.plus_secs(DAY_SECS)
}
