//! What is known of the use of one key.

use super::counted::Counted;
use super::news::Noticed;
use super::place_of;
use claviger_core::action::{Action, OrderFacts};
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::reason::Reason;
use claviger_core::time::Timestamp;
use std::net::IpAddr;

/// Hours that are counted.
pub const HOURS: usize = 48;
const HOUR_SECS: i64 = 3_600;
/// Fewer calls in an hour are never too many.
const FEW: u32 = 256;
/// So many times the most of any hour before is far above it.
const FAR: u32 = 4;
/// Hours with calls, of those before, from which on a key has a habit.
const KNOWN_HOURS: usize = 6;

/// Calls of one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hour {
    /// Accepted.
    pub allowed: u32,
    /// Refused.
    pub refused: u32,
}

/// An accepted call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: Timestamp,
    /// From where.
    pub source: Option<IpAddr>,
    /// What its client is known by.
    pub(crate) client: u32,
}

/// A refused call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedUse {
    /// When.
    pub at: Timestamp,
    /// From where.
    pub source: Option<IpAddr>,
    /// Why.
    pub reason: Reason,
}

/// What is known of the use of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// By number of the hour, modulo [`HOURS`].
    hours: [Hour; HOURS],
    /// The number of the latest hour counted.
    latest: i64,
    /// Its last accepted call.
    pub last: Option<Seen>,
    /// Its last refused call.
    pub refused: Option<RefusedUse>,
    /// When each action was last accepted.
    actions: Vec<(Action, Timestamp)>,
    /// The log has been looked through for a call before those that were counted.
    pub(crate) looked: bool,
}

impl Default for KeyUse {
    fn default() -> Self {
        KeyUse {
            hours: [Hour::default(); HOURS],
            latest: 0,
            last: None,
            refused: None,
            actions: Vec::new(),
            looked: false,
        }
    }
}

impl KeyUse {
    /// Counts a call of the key, and gives what is new about it. Calls may come in any order.
    pub(crate) fn count(&mut self, call: &Counted) -> Noticed {
        let accepted = call.reason == Reason::None;
        let (mut calls, mut last) = (0, 0);
        if let Some(hour) = self.hour_of(call.at) {
            let sort = if accepted { &mut hour.allowed } else { &mut hour.refused };
            last = *sort;
            *sort = sort.saturating_add(call.count);
            calls = *sort;
        }
        let news = if accepted { self.news(call) } else { Noticed::default() };
        self.see(call);
        let doubled = accepted && calls >= FEW && calls.checked_ilog2() > last.checked_ilog2();
        Noticed { rate: if doubled { self.above(calls, call.at) } else { None }, ..news }
    }

    /// What is new about an accepted call that was not taken note of yet. One that is older than the last is not.
    fn news(&self, call: &Counted) -> Noticed {
        if self.last.is_some_and(|last| call.at < last.at) {
            return Noticed::default();
        }
        let place = place_of(call.source, call.client);
        let before = self.last.map(|last| place_of(last.source, last.client));
        let is_seen = self.actions.iter().any(|(known, _)| *known == call.action);
        Noticed {
            place: (before != Some(place)).then_some((place, before)),
            action: (!is_seen).then_some(call.action),
            rate: None,
        }
    }

    /// The calls of the hour and the most of any hour before, if they are far above, and enough hours are known to say so.
    fn above(&self, calls: u32, now: Timestamp) -> Option<(u32, u32)> {
        let hours = self.hours(now);
        let (_, before) = hours.split_last()?;
        let known = before.iter().filter(|hour| hour.allowed > 0).count();
        let most = before.iter().map(|hour| hour.allowed).max()?;
        (known >= KNOWN_HOURS && calls >= most.saturating_mul(FAR)).then_some((calls, most))
    }

    /// Takes note of a call that is not to be counted, or was.
    pub(crate) fn see(&mut self, call: &Counted) {
        let Counted { at, source, client, reason, action, .. } = *call;
        if reason != Reason::None {
            if self.refused.is_none_or(|last| last.at <= at) {
                self.refused = Some(RefusedUse { at, source, reason });
            }
            return;
        }
        if self.last.is_none_or(|last| last.at <= at) {
            self.last = Some(Seen { at, source, client });
        }
        match self.actions.iter_mut().find(|(known, _)| *known == action) {
            Some((_, last)) => *last = at.max(*last),
            None => self.actions.push((action, at)),
        }
    }

    /// The hour to count in; none if it is too long ago.
    fn hour_of(&mut self, at: Timestamp) -> Option<&mut Hour> {
        let number = at.secs().div_euclid(HOUR_SECS);
        if number > self.latest {
            let over = (self.latest + 1).max(number - HOURS as i64 + 1)..=number;
            for hour in over {
                if let Some(hour) = self.hours.get_mut(slot(hour)) {
                    *hour = Hour::default();
                }
            }
            self.latest = number;
        }
        if number <= self.latest - HOURS as i64 { None } else { self.hours.get_mut(slot(number)) }
    }

    /// The calls of the last [`HOURS`] hours, the oldest first, the last one being the hour of `now`.
    #[must_use]
    pub fn hours(&self, now: Timestamp) -> [Hour; HOURS] {
        let end = now.secs().div_euclid(HOUR_SECS);
        std::array::from_fn(|at| {
            let number = end - (HOURS - 1 - at) as i64;
            let known = number <= self.latest && number > self.latest - HOURS as i64;
            if known { self.hours.get(slot(number)).copied().unwrap_or_default() } else { Hour::default() }
        })
    }

    /// When a permission was last needed by an accepted call of a key that has `granted`: as far as its calls have been
    /// counted.
    #[must_use]
    pub fn last_needed(&self, permission: Permission, granted: PermissionSet) -> Option<Timestamp> {
        let needs = |action: Action| needed(action, granted).contains(permission);
        self.actions.iter().filter(|(action, _)| needs(*action)).map(|(_, at)| *at).max()
    }

    /// Whether its last accepted call would be known by now if there was one.
    #[must_use]
    pub const fn is_looked_up(&self) -> bool {
        self.looked
    }

    /// Whether nothing is worth being kept any more.
    pub(crate) fn is_stale(&self, now: Timestamp) -> bool {
        self.latest + (HOURS as i64) < now.secs().div_euclid(HOUR_SECS)
    }
}

/// The permissions an action rests on with a key that has `granted`.
pub(crate) fn needed(action: Action, granted: PermissionSet) -> PermissionSet {
    let rule = action.rule(OrderFacts::default());
    rule.0.iter().find(|set| granted.contains_all(**set)).copied().unwrap_or(PermissionSet::NONE)
}

fn slot(hour: i64) -> usize {
    usize::try_from(hour.rem_euclid(HOURS as i64)).unwrap_or(0)
}
