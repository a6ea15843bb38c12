//! What waits for somebody to act: keys to be rotated or reviewed, keys that will be frozen since nobody uses them.
//!
//! One notice of each kind for an account, of all its keys together, once in a week as long as there are any. Each has a mark
//! that names the week and is written together with it, so it is told once, whatever is restarted.

use super::NoticeError;
use super::follow::{Follower, Step, random, stored};
use crate::authority::Authority;
use crate::manage::{Caller, ManageError, keys, reviews};
use claviger_core::id::AccountId;
use claviger_core::key::KeyRecord;
use claviger_core::notices::{Event, EventId, EventKind, Mark};
use claviger_core::store::RecordKind;
use claviger_core::time::Timestamp;
use std::time::{Duration, Instant};

/// How often all accounts are looked at.
const ROUND: Duration = Duration::from_secs(300);
const WEEK_SECS: i64 = 7 * 86_400;
/// Keys that a notice names.
const NAMED: usize = 5;

/// Where the round over all accounts stands.
#[derive(Default)]
pub(super) struct Reminders {
    after: Option<AccountId>,
    /// When the last round ended.
    ended: Option<Instant>,
}

impl Reminders {
    /// Looks at one more account, if it is time to.
    pub(super) async fn step(
        &mut self,
        authority: &Authority,
        follower: &mut Follower,
    ) -> Result<Step, NoticeError> {
        if self.ended.is_some_and(|at| at.elapsed() < ROUND) {
            return Ok(Step::default());
        }
        let after = self.after;
        let next = authority.read(move |store| store.accounts(after, 1)).await?;
        let Some(account) = next.first().map(|account| account.id) else {
            *self = Reminders { after: None, ended: Some(Instant::now()) };
            return Ok(Step::default());
        };
        self.after = Some(account);
        self.ended = None;
        match waiting(authority, account).await {
            Ok(waiting) => remind(authority, follower, account, waiting).await,
            // The next round looks again; what cannot be read is told where it is shown.
            Err(error) => {
                tracing::debug!(%error, %account, "it could not be read what waits for somebody to act");
                Ok(Step::default())
            }
        }
    }
}

/// Keys of one kind: how many, and the names of the first.
struct Waiting {
    kind: EventKind,
    count: usize,
    names: Vec<String>,
}

impl Waiting {
    fn of<'a>(kind: EventKind, count: usize, keys: impl Iterator<Item = &'a KeyRecord>) -> Self {
        Waiting { kind, count, names: keys.take(NAMED).map(|key| format!("\"{}\"", key.name)).collect() }
    }
}

async fn waiting(authority: &Authority, account: AccountId) -> Result<Vec<Waiting>, ManageError> {
    let caller = Caller::system(account);
    let old = keys::due(authority, &caller).await?;
    let review = reviews::list(authority, &caller, true, 0, NAMED).await?;
    let dormant = reviews::frozen_soon(authority, account).await?;
    Ok(vec![
        Waiting::of(EventKind::RotationDue, old.count, old.items.iter().map(|key| &key.record)),
        Waiting::of(EventKind::ReviewDue, review.overdue, review.keys.iter().map(|key| &key.record)),
        Waiting::of(EventKind::KeyDormant, dormant.len(), dormant.iter()),
    ])
}

async fn remind(
    authority: &Authority,
    follower: &mut Follower,
    account: AccountId,
    waiting: Vec<Waiting>,
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
