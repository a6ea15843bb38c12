//! An account's keys in figures: what the first page tells of them.

use super::super::{Caller, ManageError, Operation, Reach, guarded};
use super::lack::{Lack, lacks};
use super::overview::{DAY, Judge, KeyLine};
use crate::authority::Authority;
use crate::directory::Listed;
use crate::usage::Hour;
use claviger_core::entry::Target;
use claviger_core::key::KeyState;
use claviger_core::time::Timestamp;
use std::sync::Arc;

/// An account with more keys in force is not waited with for a first call.
const FIRST_KEYS: usize = 3;

/// The account's keys in figures.
#[derive(Debug, Clone)]
pub struct Survey {
    /// How many keys are in each state, in the order of [`KeyState::ALL`].
    pub by_state: [usize; KeyState::ALL.len()],
    /// Calls of all keys in the last day by the hour, the oldest first; none for whoever may not read history.
    pub hours: Option<[Hour; DAY]>,
    /// From when on calls are counted whole; none if that is not known yet.
    pub counted_since: Option<Timestamp>,
    /// Keys that deserve attention, most pressing first, as many as were asked for.
    pub attention: Vec<KeyLine>,
    /// How many do.
    pub concerned: usize,
    /// How many keys in force lack what, in the order of [`Lack::ALL`].
    pub lacking: [usize; Lack::ALL.len()],
    /// The newest key of an account none of whose few keys was ever used; none for whoever may not read history.
    pub waiting: Option<KeyLine>,
}

/// Counts the account's keys; shows `attention` of those that deserve it.
///
/// # Errors
/// [`ManageError`].
pub async fn survey(authority: &Authority, caller: &Caller, attention: usize) -> Result<Survey, ManageError> {
    let work = async {
        let all = authority.directory.of(authority, caller.account).await?.within(caller);
        let judge = Judge::of(authority, caller).await?;
        let mut survey = count(&judge, &all, attention);
        survey.hours = judge.tells_use.then(|| calls(&judge, caller, &all));
        judge.fill_in(survey.attention.iter_mut()).await?;
        survey.waiting = waiting(&judge, &all).await?;
        Ok(survey)
    };
    guarded(authority, caller, Operation::KeyOverview, Target::Account, work).await
}

fn count(judge: &Judge<'_>, all: &[Arc<Listed>], most: usize) -> Survey {
    let (mut lacking, mut attention) = ([0; Lack::ALL.len()], Vec::new());
    for key in all {
        let worst = judge.with_use(key, |known| judge.concerns(key, known).first().copied());
        attention.extend(worst.map(|worst| (worst, key)));
        for lack in lacks(&key.record, judge.now) {
            if let Some(count) = lacking.get_mut(lack as usize) {
                *count += 1;
            }
        }
    }
    attention.sort_unstable_by_key(|(worst, key)| (*worst, key.record.id));
    Survey {
        by_state: super::overview::by_state(all),
        hours: None,
        counted_since: judge.counted_since(),
        attention: attention.iter().take(most).map(|(_, key)| judge.line(key)).collect(),
        concerned: attention.len(),
        lacking,
        waiting: None,
    }
}

/// The calls of the keys in the caller's reach. Of all keys they are kept as one sum: added up from very many keys they
/// would be most of what the first page costs.
fn calls(judge: &Judge<'_>, caller: &Caller, reached: &[Arc<Listed>]) -> [Hour; DAY] {
    if caller.reach == Reach::All {
        return judge.calls_of(caller.account);
    }
    let mut sums = [Hour::default(); DAY];
    for key in reached {
        let hours: [Hour; DAY] =
            judge.with_use(key, |known| known.map(|known| known.hours(judge.now))).unwrap_or_default();
        for (sum, hour) in sums.iter_mut().zip(hours) {
            sum.allowed = sum.allowed.saturating_add(hour.allowed);
            sum.refused = sum.refused.saturating_add(hour.refused);
        }
    }
    sums
}

/// The newest of a few keys, if none of them was ever used.
async fn waiting(judge: &Judge<'_>, all: &[Arc<Listed>]) -> Result<Option<KeyLine>, ManageError> {
    let fits = judge.tells_use && (1..=FIRST_KEYS).contains(&all.len());
    if !fits {
        return Ok(None);
    }
    let mut lines: Vec<KeyLine> = all.iter().map(|key| judge.line(key)).collect();
    judge.fill_in(lines.iter_mut()).await?;
    let is_quiet =
        |line: &KeyLine| line.used.as_ref().is_some_and(|used| used.last.is_none() && used.looked_up);
    if !lines.iter().all(is_quiet) {
        return Ok(None);
    }
    lines.retain(|line| line.record.state != KeyState::Revoked);
    Ok(lines.into_iter().max_by_key(|line| (line.record.created_at, line.record.id)))
}
