//! What is known of the use of one key.

use super::counted::Counted;
use super::hours::{Fading, HOURS, Hour, Hours};
use super::news::Noticed;
use super::place_of;
use claviger_core::action::{Action, OrderFacts};
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::reason::Reason;
use claviger_core::time::Timestamp;
use std::net::IpAddr;

/// Fewer calls in an hour are never too many.
const FEW: u32 = 256;
/// So many times the most of any hour before is far above it.
const FAR: u32 = 4;
/// Hours with calls, of those before, from which on a key has a habit.
const KNOWN_HOURS: usize = 6;

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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyUse {
    hours: Hours,
    /// Its last accepted call.
    pub last: Option<Seen>,
    /// Its last refused call.
    pub refused: Option<RefusedUse>,
    /// When each action was last accepted.
    actions: Vec<(Action, Timestamp)>,
    /// The log has been looked through for a call before those that were counted.
    pub(crate) looked: bool,
}

impl KeyUse {
    /// Counts a call of the key, and gives what is new about it. Calls may come in any order.
    pub(crate) fn count(&mut self, call: &Counted) -> Noticed {
        let accepted = call.reason == Reason::None;
        let (last, calls) = self.hours.count(call);
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
        let hours = self.hours::<HOURS>(now);
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

    /// The calls of the last `N` hours, the oldest first, the last one being the hour of `now`.
    #[must_use]
    pub fn hours<const N: usize>(&self, now: Timestamp) -> [Hour; N] {
        self.hours.last(now)
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
}

impl Fading for KeyUse {
    fn is_stale(&self, now: Timestamp) -> bool {
        self.hours.is_stale(now)
    }
}

/// The permissions an action rests on with a key that has `granted`.
pub(crate) fn needed(action: Action, granted: PermissionSet) -> PermissionSet {
    let rule = action.rule(OrderFacts::default());
    rule.0.iter().find(|set| granted.contains_all(**set)).copied().unwrap_or(PermissionSet::NONE)
}
