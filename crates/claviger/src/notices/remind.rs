//! What waits for somebody to act: keys to be rotated or reviewed, keys that will be frozen since nobody uses them; and, on
//! the same walk over all keys, those that expire ([`super::due`]).
//!
//! One notice of each kind for an account, of all its keys together, once in a week as long as there are any. Each has a mark
//! that names the week and is written together with it, so it is told once, whatever is restarted.

use super::NoticeError;
use super::due::tell_expiry;
use super::follow::{Follower, Step};
use super::kept::{random, stored};
use crate::authority::Authority;
use crate::manage::{reviews, rotation_policy};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::KeyRecord;
use claviger_core::key::age::MaxAge;
use claviger_core::key::review::ReviewPolicy;
use claviger_core::notices::{Event, EventId, EventKind, Mark};
use claviger_core::store::{KeyFilter, RecordKind, Store, StoreError};
use claviger_core::time::Timestamp;
use std::time::{Duration, Instant};

/// How long after all keys were looked at they are looked at again.
const ROUND: Duration = Duration::from_secs(60);
const WEEK_SECS: i64 = 7 * 86_400;
/// Keys that a notice names.
const NAMED: usize = 5;
/// Keys looked at in one step.
const BATCH: usize = 500;

/// Where the round over all accounts stands.
#[derive(Default)]
pub(super) struct Reminders {
    after: Option<AccountId>,
    /// The account that is being gone through.
    current: Option<Walk>,
    /// When the last round ended.
    ended: Option<Instant>,
}

/// An account on the way: what was found, and the key behind which it goes on. No key is kept: there may be very many.
struct Walk {
    account: AccountId,
    max_age: MaxAge,
    policy: ReviewPolicy,
    waiting: [Waiting; 3],
    after: Option<KeyId>,
}

impl Reminders {
    /// Looks at some more keys, if it is time to.
    pub(super) async fn step(
        &mut self,
        authority: &Authority,
        follower: &mut Follower,
    ) -> Result<Step, NoticeError> {
        if self.ended.is_some_and(|at| at.elapsed() < ROUND) {
            return Ok(Step::default());
        }
        self.ended = None;
        let walk = match self.current.take() {
            Some(walk) => walk,
            None => match Walk::begin(authority, self.after).await? {
                Some(walk) => walk,
                None => {
                    *self = Reminders { ended: Some(Instant::now()), ..Reminders::default() };
                    return Ok(Step::default());
                }
            },
        };
        let (keys, walked) = walk.on(authority).await?;
        let mut told = Step::default();
        for key in &keys {
            told.join(tell_expiry(authority, follower, key).await?);
        }
        match walked {
            Ok(done) => {
                self.after = Some(done.account);
                told.join(remind(authority, follower, done.account, done.waiting).await?);
            }
            Err(more) => self.current = Some(more),
        }
        Ok(told)
    }
}

/// Keys of one kind: how many, and the names of the first.
struct Waiting {
    kind: EventKind,
    count: usize,
    names: Vec<String>,
}

impl Waiting {
    const fn none(kind: EventKind) -> Self {
        Waiting { kind, count: 0, names: Vec::new() }
    }

    fn add(&mut self, key: &KeyRecord) {
        self.count += 1;
        if self.names.len() < NAMED {
            self.names.push(format!("\"{}\"", key.name));
        }
    }
}

impl Walk {
    /// The account behind this one.
    async fn begin(authority: &Authority, after: Option<AccountId>) -> Result<Option<Self>, NoticeError> {
        let now = authority.now();
        let begin = move |store: &dyn Store| {
            let accounts = store.accounts(after, 1)?;
            let Some(account) = accounts.first().map(|account| account.id) else { return Ok(None) };
            let max_age = rotation_policy::policy_of(store, account, now)?.max_age;
            Ok(Some((account, max_age, reviews::policy_of(store, account)?)))
        };
        let kinds = [EventKind::RotationDue, EventKind::ReviewDue, EventKind::KeyDormant];
        let begun = authority.read(begin).await?;
        Ok(begun.map(|(account, max_age, policy)| Walk {
            account,
            max_age,
            policy,
            waiting: kinds.map(Waiting::none),
            after: None,
        }))
    }

    /// Looks at some more keys, and gives them; and itself, as the error if there are more.
    async fn on(
        mut self,
        authority: &Authority,
    ) -> Result<(Vec<KeyRecord>, Result<Self, Self>), NoticeError> {
        let (account, after, now) = (self.account, self.after, authority.now());
        let (max_age, policy, lane) = (self.max_age, self.policy.clone(), authority.lane().clone());
        let look = move |store: &dyn Store| {
            let keys = store.keys(account, &KeyFilter::default(), after, BATCH)?;
            let judged = keys.into_iter().map(|row| {
                let key = row.record;
                let last = lane.usage().of(key.id).and_then(|known| known.last.map(|last| last.at));
                let is_past = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
                let is_due = is_past(policy.due_at(&key, None))
                    && is_past(policy.due_at(&key, reviews::signed_off(store, key.id)?.as_ref()));
                let is_dormant = reviews::is_frozen_soon(store, &policy, &key, last, now)?;
                let is = [is_past(max_age.due_at(&key)), is_due, is_dormant];
                Ok((key, is))
            });
            judged.collect::<Result<Vec<_>, StoreError>>()
        };
        let judged = authority.read(look).await?;
        for (key, is) in &judged {
            let of_key = self.waiting.iter_mut().zip(is).filter(|(_, is)| **is);
            of_key.for_each(|(waiting, _)| waiting.add(key));
        }
        self.after = judged.last().map(|(key, _)| key.id);
        let is_last = judged.len() < BATCH;
        let keys = judged.into_iter().map(|(key, _)| key).collect();
        Ok((keys, if is_last { Ok(self) } else { Err(self) }))
    }
}

async fn remind(
    authority: &Authority,
    follower: &mut Follower,
    account: AccountId,
    waiting: [Waiting; 3],
) -> Result<Step, NoticeError> {
    let (now, mut told) = (authority.now(), Step::default());
    let week = now.secs().div_euclid(WEEK_SECS);
    for one in waiting.into_iter().filter(|one| one.count > 0) {
        let mark = Mark::Told(format!("{}-{account}-{week}", one.kind), now.plus_secs(2 * WEEK_SECS));
        let handle = mark.handle();
        let before = authority.read(move |store| store.record_by_handle(RecordKind::Cursor, &handle)).await?;
        if before.is_none() {
            let event = event(&one, account, now, week);
            let record = mark.record(random()?, 1, now)?;
            told.join(follower.tell(authority, &[event], Some(stored(record, 0))).await?);
        }
    }
    Ok(told)
}

fn event(waiting: &Waiting, account: AccountId, now: Timestamp, week: i64) -> Event {
    let keys = match waiting.count {
        1 => "One key".to_owned(),
        count => format!("{count} keys"),
    };
    let (be, their, them) = if waiting.count == 1 { ("is", "its", "it") } else { ("are", "their", "them") };
    let sentence = match waiting.kind {
        EventKind::RotationDue => {
            format!("{keys} {be} older than the account wants its keys to grow: rotate {them}.")
        }
        EventKind::ReviewDue => format!("{keys} {be} due for a review of {their} permissions."),
        _ => format!("{keys} will be frozen within a week, since nobody uses {them}."),
    };
    let more = waiting.count.saturating_sub(waiting.names.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let id = EventId::due(waiting.kind.name(), format_args!("{account}-{week}"), now);
    Event::new(id, waiting.kind, account, now, &sentence)
        .with("keys", format!("{}{more}", waiting.names.join(", ")))
}
