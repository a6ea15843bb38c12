//! Keys are stopped together: the kill switch.
//!
//! # Order of writes
//! 1. Each key that still lets more through than it shall, with an entry of its own, in the order of
//!    creation; some hundred at once, so that they share the syncs of the lane. 2. What is cleared
//!    behind them, if that is asked for: open orders are cancelled when nothing places new ones.
//! 3. One entry that says what was asked for and what came of it; by it the request is remembered.
//!
//! Stopped in between, the keys of the first part are stopped and the others are not: the request
//! did not take effect as a whole, and whoever sends it again stops the rest. Keys that let no more
//! through than they shall already are left as they are: nothing here ever widens one.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::change::{MAX_DRAIN, Next, change, own};
use super::stepped::words;
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::KeyState;
use claviger_core::key::life::{LifeError, revoke, step};
use claviger_core::store::{Change, Conflict, KeyFilter, KeyRow};
use claviger_core::text::{Application, Holder, Name};
use claviger_core::time::Timestamp;
use std::pin::Pin;
use std::time::Duration;

/// Keys read, and changes queued, at once. The queue's reserve has room for so many beside a flood
/// of calls, and for other changes besides.
const AT_ONCE: usize = 512;
/// Most stopped keys that are told one by one.
const MOST_TOLD: usize = 100;
/// Which keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All of the account that are in reach.
    Account,
    /// All of those that somebody holds.
    Holder(Holder),
    /// All of those of an application.
    Application(Application),
    /// These.
    Named(Vec<KeyId>),
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Which keys.
    pub which: Which,
    /// What they still let through: never what `active` does.
    pub to: KeyState,
    /// How long to wait for calls that were let in before, at most [`MAX_DRAIN`].
    pub drain: Option<Duration>,
}

/// Cancels what is open at the upstream, and gives how many it were.
pub type Clear<'a> = Pin<Box<dyn Future<Output = Result<usize, ManageError>> + Send + 'a>>;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// The state.
    pub to: KeyState,
    /// Keys that let more through before and do not any more.
    pub stopped: usize,
    /// The first 100 of them.
    pub keys: Vec<StoppedKey>,
    /// Keys that let no more through already, those revoked left out.
    pub before: usize,
    /// Calls of all of them that were accepted before and were open when the last one was stopped.
    pub open_calls: u32,
    /// The keys that still have open calls after the waiting; none of those is sent upstream later
    /// than two seconds after it was accepted.
    pub still_open: Vec<OpenKey>,
    /// Open orders that were cancelled, if that was asked for.
    pub cancelled: Option<usize>,
}

/// A key that was stopped, and what it is put back to in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoppedKey {
    /// Its id.
    pub id: KeyId,
    /// Its name.
    pub name: Name,
    /// Its state before.
    pub was: KeyState,
}

/// A key with open calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenKey {
    /// Its id.
    pub id: KeyId,
    /// Its name.
    pub name: Name,
    /// How many.
    pub calls: u32,
}

/// Stops keys, then does what `clear` does, if there is any. Once this has answered, no call is
/// accepted that the state refuses.
///
/// # Errors
/// [`ManageError`]; after [`ManageError::Unavailable`] some keys may be stopped and others not, and
/// asking again stops the rest.
pub async fn stop(
    authority: &Authority,
    caller: &Caller,
    asked: Stop,
    clear: Option<Clear<'_>>,
) -> Result<Stopped, ManageError> {
    let work = async {
        if asked.to == KeyState::Active {
            return Err(ManageError::NotAStop);
        }
        let mut done = Done { stopped: Vec::new(), before: Vec::new() };
        each_batch(authority, caller, &asked, &mut done).await?;
        let mut told = done.counted(authority, &asked).await;
        if let Some(clear) = clear {
            told.cancelled = Some(clear.await?);
        }
        note(authority, caller, &asked, told).await
    };
    guarded(authority, caller, Operation::KeyStop, Target::Account, work).await
}

struct Done {
    stopped: Vec<StoppedKey>,
    before: Vec<(KeyId, Name)>,
}

async fn each_batch(
    authority: &Authority,
    caller: &Caller,
    asked: &Stop,
    done: &mut Done,
) -> Result<(), ManageError> {
    if let Which::Named(ids) = &asked.which {
        for ids in ids.chunks(AT_ONCE) {
            let mut rows = Vec::with_capacity(ids.len());
            for id in ids {
                rows.push(own(authority, caller, *id).await?);
            }
            batch(authority, caller, asked.to, rows, done).await?;
        }
        return Ok(());
    }
    let mut after = None;
    loop {
        let (account, filter) = (caller.account, filter(&asked.which, caller));
        let rows = read(authority, move |store| store.keys(account, &filter, after, AT_ONCE)).await?;
        after = rows.last().map(|row| row.record.id);
        let last = rows.len() < AT_ONCE;
        batch(authority, caller, asked.to, rows, done).await?;
        if last {
            return Ok(());
        }
    }
}

fn filter(which: &Which, caller: &Caller) -> KeyFilter {
    let states = KeyState::ALL.into_iter().filter(|state| *state != KeyState::Revoked).collect();
    let (holder, application) = match which {
        Which::Holder(holder) => (Some(holder.to_string()), None),
        Which::Application(tag) => (None, Some(tag.to_string())),
        Which::Account | Which::Named(_) => (None, None),
    };
    KeyFilter { states, holder, application, member: caller.reach.person(), ..KeyFilter::default() }
}

/// All changes of the batch are queued before the first is waited for, so that they are written in
/// the same groups.
async fn batch(
    authority: &Authority,
    caller: &Caller,
    to: KeyState,
    rows: Vec<KeyRow>,
    done: &mut Done,
) -> Result<(), ManageError> {
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let known = StoppedKey { id: row.record.id, name: row.record.name.clone(), was: row.record.state };
        match stopping(row, to, authority.now())? {
            None => done.before.push((known.id, known.name)),
            Some((from, next)) => {
                let words = &next.words;
                let target = Target::Key(known.id);
                let entry = entry::act(caller, action(to), target, next.row.record.revision, words);
                let change = Change::UpdateKey { row: Box::new(next.row), from };
                let mutation = caller.on_the_way().mutation(change, entry, &());
                waiting.push((known, authority.commit_change(mutation)));
            }
        }
    }
    for (known, written) in waiting {
        match written.await {
            Ok(_) => done.stopped.push(known),
            Err(ChangeError::Conflict(Conflict::Revision)) => {
                match again(authority, caller, known.id, to).await? {
                    Some(was) => done.stopped.push(StoppedKey { was, ..known }),
                    None => done.before.push((known.id, known.name)),
                }
            }
            Err(error) => return Err(ManageError::from_change(error, Thing::Key)),
        }
    }
    Ok(())
}

/// The key as it will be; none if it lets no more through already.
fn stopping(row: KeyRow, to: KeyState, now: Timestamp) -> Result<Option<(u64, Next<()>)>, ManageError> {
    let from = row.record.revision;
    let state = next_state(row.record.state, to);
    if state == row.record.state {
        return Ok(None);
    }
    let record =
        if state == KeyState::Revoked { revoke(&row.record, now)? } else { step(&row.record, state, now)? };
    let words = words(row.record.state, state);
    Ok(Some((from, Next { row: KeyRow { record, ..row }, words, told: () })))
}

/// What a key is stepped to so that it lets through no more than `to` does, and no more than it did:
/// read-only and cancel-only have nothing in common, so from one to the other is frozen.
fn next_state(state: KeyState, to: KeyState) -> KeyState {
    if state.within(to) {
        state
    } else if to.within(state) {
        to
    } else {
        KeyState::Frozen
    }
}

/// Somebody else changed the key meanwhile: by itself, from what is stored now. Gives what it was then, if there was
/// anything to do.
async fn again(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    to: KeyState,
) -> Result<Option<KeyState>, ManageError> {
    let make = |row: KeyRow, now| {
        let was = row.record.state;
        match stopping(row, to, now)? {
            Some((_, Next { row, words, told: () })) => Ok(Next { row, words, told: was }),
            None => Err(ManageError::Life(LifeError::NoChange)),
        }
    };
    match change(authority, &caller.on_the_way(), id, action(to), make).await {
        Ok((_, was)) => Ok(Some(was)),
        Err(ManageError::Life(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

const fn action(to: KeyState) -> Action {
    if matches!(to, KeyState::Revoked) { Action::KeyRevoke } else { Action::KeyStep }
}

impl Done {
    async fn counted(&self, authority: &Authority, asked: &Stop) -> Stopped {
        let open = authority.lane().open_calls();
        let stopped = || self.stopped.iter().map(|key| (key.id, &key.name));
        let all = || stopped().chain(self.before.iter().map(|(id, name)| (*id, name)));
        let open_calls = all().map(|(id, _)| open.count(id)).sum();
        let until = std::time::Instant::now() + asked.drain.unwrap_or_default().min(MAX_DRAIN);
        let mut still_open = Vec::new();
        for (id, name) in all() {
            let rest = until.saturating_duration_since(std::time::Instant::now());
            let calls = if open.count(id) == 0 { 0 } else { open.drain(id, rest).await };
            if calls > 0 {
                still_open.push(OpenKey { id, name: name.clone(), calls });
            }
        }
        let (stopped, before) = (self.stopped.len(), self.before.len());
        let keys = self.stopped.iter().take(MOST_TOLD).cloned().collect();
        Stopped { to: asked.to, stopped, keys, before, open_calls, still_open, cancelled: None }
    }
}

/// The one entry for all of it, by which the request is remembered.
async fn note(
    authority: &Authority,
    caller: &Caller,
    asked: &Stop,
    told: Stopped,
) -> Result<Stopped, ManageError> {
    let which = match &asked.which {
        Which::Account => "all keys".to_owned(),
        Which::Holder(holder) => format!("all keys held by \"{holder}\""),
        Which::Application(tag) => format!("all keys of the application \"{tag}\""),
        Which::Named(ids) => format!("{} keys by name", ids.len()),
    };
    let mut words = format!("{which} → {}: {} stopped, {} were before", asked.to, told.stopped, told.before);
    if let Some(cancelled) = told.cancelled {
        words.push_str(&format!("; {cancelled} open orders cancelled"));
    }
    let entry = entry::act(caller, Action::KeyStop, Target::Account, 0, &words);
    let mutation = caller.mutation(Change::Records(Vec::new()), entry, &told);
    let written = authority.commit_change(mutation).await;
    written.map_err(|error| ManageError::from_change(error, Thing::Key))?;
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_widened_and_everything_ends_within_what_was_asked() {
        for state in KeyState::ALL {
            for to in KeyState::ALL.into_iter().filter(|to| *to != KeyState::Active) {
                let next = next_state(state, to);
                assert!(next.within(state) && next.within(to), "{state} to {to} gave {next}");
                assert_eq!(next == state, state.within(to), "{state} to {to} gave {next}");
            }
        }
    }
}
