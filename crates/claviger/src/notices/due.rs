//! What is due at a time rather than caused by an entry: keys that expire.
//!
//! Each notice has a mark, written together with it and named by key, expiry and threshold: so it is told once, whatever is
//! restarted, and told anew if the expiry is moved.

use super::follow::{Follower, Step, random};
use super::{NoticeError, follow};
use crate::authority::Authority;
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::notices::{Event, EventId, EventKind, Level, Mark};
use claviger_core::store::{KeyFilter, RecordKind, Store, StoreError};
use claviger_core::time::Timestamp;

/// Days ahead of an expiry at which it is told.
const DAYS: [i64; 4] = [30, 14, 7, 1];
const DAY_SECS: i64 = 86_400;
/// Used within so many days a key counts as in use, and its end as an alarm from seven days on.
const IN_USE_DAYS: i64 = 2;
/// Keys looked at in one step.
const BATCH: usize = 500;

/// Where the round over all keys stands.
#[derive(Default)]
pub(super) struct Round {
    account: Option<AccountId>,
    key: Option<KeyId>,
}

impl Round {
    /// Looks at some more keys; true once all of them were looked at.
    pub(super) async fn step(
        &mut self,
        authority: &Authority,
        follower: &mut Follower,
        told: &mut Step,
    ) -> Result<bool, NoticeError> {
        let before = self.account;
        let Some(account) = self.current(authority).await? else {
            *self = Round::default();
            return Ok(true);
        };
        let after = if before == Some(account) { self.key } else { None };
        let all = KeyFilter::default();
        let keys = authority.read(move |store| store.keys(account, &all, after, BATCH)).await?;
        for row in &keys {
            if let Some((days, event, mark)) = due(authority, &row.record)? {
                let handle = mark.handle();
                let is_told = authority.read(move |store| told_before(store, &handle)).await?;
                if !is_told {
                    let record = mark.record(random()?, 1, authority.now())?;
                    tracing::debug!(key = %row.record.id, days, "a key expires soon");
                    told.join(follower.tell(authority, &[event], Some(follow::stored(record, 0))).await?);
                }
            }
        }
        self.key = keys.last().map(|row| row.record.id);
        if keys.len() < BATCH {
            self.account = Some(account);
            self.key = None;
            return self.next(authority).await.map(|next| next.is_none());
        }
        self.account = Some(account);
        Ok(false)
    }

    async fn current(&self, authority: &Authority) -> Result<Option<AccountId>, NoticeError> {
        match self.account {
            Some(account) => Ok(Some(account)),
            None => Ok(authority.read(|store| store.accounts(None, 1)).await?.first().map(|first| first.id)),
        }
    }

    /// Goes on to the next account; none after the last.
    async fn next(&mut self, authority: &Authority) -> Result<Option<AccountId>, NoticeError> {
        let after = self.account;
        self.account =
            authority.read(move |store| store.accounts(after, 1)).await?.first().map(|next| next.id);
        Ok(self.account)
    }
}

fn told_before(store: &dyn Store, handle: &[u8]) -> Result<bool, StoreError> {
    Ok(store.record_by_handle(RecordKind::Cursor, handle)?.is_some())
}

/// The nearest threshold that a key has passed, with its event and its mark.
fn due(authority: &Authority, key: &KeyRecord) -> Result<Option<(i64, Event, Mark)>, NoticeError> {
    let now = authority.now();
    let expires_at = key.restrictions.expires_at.filter(|at| *at > now && key.state != KeyState::Revoked);
    let Some(expires_at) = expires_at else { return Ok(None) };
    let left = expires_at.secs() - now.secs();
    let Some(days) = DAYS.into_iter().filter(|days| left <= days * DAY_SECS).min() else { return Ok(None) };
    // A key that was made to live shorter than the threshold needs no warning of it at once.
    if key.created_at.secs() > expires_at.secs() - days * DAY_SECS {
        return Ok(None);
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
    Ok(Some((days, event, Mark::Told(id.to_string(), until(expires_at)))))
}

/// As long as the expiry is ahead.
const fn until(expires_at: Timestamp) -> Timestamp {
    expires_at.plus_secs(DAY_SECS)
}
