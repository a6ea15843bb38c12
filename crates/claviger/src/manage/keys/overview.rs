//! An account's keys at a glance: searched, filtered and sorted, each with how it was used and what deserves attention.

use super::super::page::bounded;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use super::concern::{Concern, concerns};
use super::lack::{Lack, lacks};
use super::order::{Place, Sort};
use super::wants::{Wants, wants_of};
use crate::authority::Authority;
use crate::directory::Listed;
use crate::usage::{Hour, KeyUse, RefusedUse, Seen, look_up};
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::permission::Permission;
use claviger_core::role::Need;
use claviger_core::time::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Hours of the sparkline.
pub(super) const DAY: usize = 24;
/// Most holders, and most applications, that are offered to filter by.
const MAX_NAMED: usize = 200;
/// How long one page may take to look up keys that were not used since the counts begin; the rest is done by
/// [`Authority::look_up_uses`] behind it.
const LOOK_UP: Duration = Duration::from_millis(4);

/// Which keys are meant, in which order, from where on. Filters are and-ed.
#[derive(Debug, Clone, Default)]
pub struct OverviewQuery {
    /// With this in name, holder, application, description, id or public half, in any case.
    pub text: Option<String>,
    /// In one of these states; empty means all but revoked ones.
    pub states: Vec<KeyState>,
    /// With this exact holder.
    pub holder: Option<String>,
    /// With this exact application tag.
    pub application: Option<String>,
    /// With this permission.
    pub permission: Option<Permission>,
    /// Without this, which good practice wants.
    pub lacks: Option<Lack>,
    /// With something that deserves attention.
    pub concerned: bool,
    /// That nobody seems to need any more ([`Concern::is_disuse`]), those revoked left out.
    pub unused: bool,
    /// The order.
    pub sort: Sort,
    /// Go on behind this place.
    pub after: Option<Place>,
    /// Most keys of the page.
    pub limit: usize,
}

/// How a key was used, for those who may read history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineUse {
    /// Its last accepted call.
    pub last: Option<Seen>,
    /// Whether `last` would be known by now if there was one.
    pub looked_up: bool,
    /// Its last refused call.
    pub refused: Option<RefusedUse>,
    /// Calls of the last day by the hour, the oldest first.
    pub hours: [Hour; DAY],
}

/// A key at a glance.
#[derive(Debug, Clone)]
pub struct KeyLine {
    /// What is on record.
    pub record: KeyRecord,
    /// How it was used; none for whoever may not read history.
    pub used: Option<LineUse>,
    /// What deserves attention, most pressing first.
    pub concerns: Vec<Concern>,
    /// When it is to be rotated; none if never.
    pub due_at: Option<Timestamp>,
}

/// A page of keys, and what is known of all of them.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The keys of the page.
    pub items: Vec<KeyLine>,
    /// Where to go on; none at the end.
    pub next: Option<Place>,
    /// How many matching keys come before the page.
    pub before: usize,
    /// How many keys match.
    pub matching: usize,
    /// How many keys are in each state, in the order of [`KeyState::ALL`], whatever the filter says.
    pub by_state: [usize; KeyState::ALL.len()],
    /// The holders there are, in order; at most 200.
    pub holders: Vec<String>,
    /// The application tags there are, in order; at most 200.
    pub applications: Vec<String>,
    /// Keys of all that deserve attention, most pressing first, at most the limit of a page.
    pub attention: Vec<KeyLine>,
    /// How many do.
    pub concerned: usize,
    /// From when on calls are counted whole; none if that is not known yet.
    pub counted_since: Option<Timestamp>,
    /// There are more keys than are held in memory, and these are the oldest.
    pub is_cut: bool,
}

/// A page of the account's keys that are in the caller's reach.
///
/// # Errors
/// [`ManageError`].
pub async fn overview(
    authority: &Authority,
    caller: &Caller,
    query: OverviewQuery,
) -> Result<Overview, ManageError> {
    let work = async {
        let keys = authority.directory.of(authority, caller.account).await?;
        let all = keys.within(caller);
        let judge = Judge::of(authority, caller).await?;
        let mut overview = judge.page(&all, &query);
        overview.is_cut = keys.is_cut();
        judge.fill_in(overview.items.iter_mut().chain(&mut overview.attention)).await?;
        Ok(overview)
    };
    guarded(authority, caller, Operation::KeyOverview, Target::Account, work).await
}

/// Judges keys for whoever looks.
pub(super) struct Judge<'a> {
    authority: &'a Authority,
    pub(super) now: Timestamp,
    pub(super) tells_use: bool,
    pub(super) wants: Wants,
}

impl<'a> Judge<'a> {
    pub(super) async fn of(authority: &'a Authority, caller: &Caller) -> Result<Self, ManageError> {
        let (account, now) = (caller.account, authority.now());
        let wants = read(authority, move |store| wants_of(store, account, now)).await?;
        Ok(Judge { authority, now, tells_use: caller.role.may(Need::ReadHistory), wants })
    }

    fn page(&self, all: &[Arc<Listed>], query: &OverviewQuery) -> Overview {
        let limit = bounded(query.limit);
        let text = query.text.as_deref().map(str::to_lowercase);
        let (mut matching, mut attention) = (Vec::new(), Vec::new());
        for key in all {
            self.with_use(key, |known| {
                let concerns = self.concerns(key, known);
                if self.matches(key, query, text.as_deref(), &concerns) {
                    let rank = query.sort.rank(key, known, self.now);
                    matching.push((Place { rank, key: key.record.id }, key));
                }
                if let Some(worst) = concerns.first() {
                    attention.push((*worst, key));
                }
            });
        }
        matching.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        attention.sort_unstable_by_key(|(worst, key)| (*worst, key.record.id));
        let from =
            query.after.as_ref().map_or(0, |after| matching.partition_point(|(place, _)| place <= after));
        let shown = matching.get(from..).unwrap_or_default();
        let next = shown.get(..limit).filter(|_| shown.len() > limit).and_then(|shown| shown.last());
        Overview {
            items: shown.iter().take(limit).map(|(_, key)| self.line(key)).collect(),
            next: next.map(|(place, _)| place.clone()),
            before: from,
            matching: matching.len(),
            by_state: by_state(all),
            holders: holders(all),
            applications: applications(all),
            attention: attention.iter().take(limit).map(|(_, key)| self.line(key)).collect(),
            concerned: attention.len(),
            counted_since: self.counted_since(),
            is_cut: false,
        }
    }

    /// Looks at what is known of the use of a key, if that may be told.
    pub(super) fn with_use<T>(&self, key: &Listed, look: impl FnOnce(Option<&KeyUse>) -> T) -> T {
        if self.tells_use { self.authority.lane().usage().look(key.record.id, look) } else { look(None) }
    }

    pub(super) fn concerns(&self, key: &Listed, known: Option<&KeyUse>) -> Vec<Concern> {
        concerns(&key.record, known, self.wants, self.now)
    }

    /// The calls of all keys of an account in the last day, by the hour.
    pub(super) fn calls_of(&self, account: AccountId) -> [Hour; DAY] {
        self.authority.lane().usage().hours_of(account, self.now)
    }

    pub(super) fn counted_since(&self) -> Option<Timestamp> {
        self.authority.lane().usage().since()
    }

    pub(super) fn line(&self, key: &Listed) -> KeyLine {
        let known = self.with_use(key, |known| known.cloned());
        let concerns = concerns(&key.record, known.as_ref(), self.wants, self.now);
        let used = self.tells_use.then(|| line_use(&known.unwrap_or_default(), self.now));
        KeyLine { record: key.record.clone(), used, concerns, due_at: self.wants.max_age.due_at(&key.record) }
    }

    /// Looks up the last use of the keys that are shown, for as long as a page may take.
    pub(super) async fn fill_in(&self, lines: impl Iterator<Item = &mut KeyLine>) -> Result<(), ManageError> {
        let unknown = |line: &&mut KeyLine| {
            line.used.as_ref().is_some_and(|used| used.last.is_none() && !used.looked_up)
        };
        let lines: Vec<&mut KeyLine> = lines.filter(unknown).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let records: Vec<KeyRecord> = lines.iter().map(|line| line.record.clone()).collect();
        let (lane, now, until) = (self.authority.lane().clone(), self.now, Instant::now() + LOOK_UP);
        read(self.authority, move |store| look_up(store, lane.usage(), &records, until, now)).await?;
        for line in lines {
            let known = self.authority.lane().usage().of(line.record.id).unwrap_or_default();
            line.concerns = concerns(&line.record, Some(&known), self.wants, self.now);
            line.used = Some(line_use(&known, self.now));
        }
        Ok(())
    }

    fn matches(&self, key: &Listed, query: &OverviewQuery, text: Option<&str>, concerns: &[Concern]) -> bool {
        let record = &key.record;
        let state = match query.states.as_slice() {
            [] => record.state != KeyState::Revoked || (query.concerned && !concerns.is_empty()),
            states => states.contains(&record.state),
        };
        state
            && (!query.concerned || !concerns.is_empty())
            && (!query.unused || concerns.iter().any(|concern| concern.is_disuse()))
            && query.holder.as_deref().is_none_or(|holder| record.holder.as_str() == holder)
            && query.application.as_deref().is_none_or(|tag| record.application.as_str() == tag)
            && query.permission.is_none_or(|permission| record.permissions.contains(permission))
            && query.lacks.is_none_or(|lack| lacks(record, self.now).any(|found| found == lack))
            && text.is_none_or(|text| key.folded_text.contains(text))
    }
}

fn line_use(known: &KeyUse, now: Timestamp) -> LineUse {
    let (looked_up, hours) = (known.is_looked_up(), known.hours(now));
    LineUse { last: known.last, looked_up, refused: known.refused, hours }
}

pub(super) fn by_state(all: &[Arc<Listed>]) -> [usize; KeyState::ALL.len()] {
    let mut counts = [0; KeyState::ALL.len()];
    for key in all {
        let place = KeyState::ALL.iter().position(|state| *state == key.record.state);
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    counts
}

pub(super) fn holders(all: &[Arc<Listed>]) -> Vec<String> {
    named(all, |key| key.record.holder.as_str())
}

pub(super) fn applications(all: &[Arc<Listed>]) -> Vec<String> {
    named(all, |key| key.record.application.as_str())
}

/// What keys in force are filed under, in order.
fn named(all: &[Arc<Listed>], by: fn(&Listed) -> &str) -> Vec<String> {
    let live = all.iter().filter(|key| key.record.state != KeyState::Revoked);
    let mut names = BTreeSet::new();
    for name in live.map(|key| by(key)).filter(|name| !name.is_empty()) {
        if names.len() < MAX_NAMED {
            names.insert(name);
        }
    }
    names.into_iter().map(str::to_owned).collect()
}
