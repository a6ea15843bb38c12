//! A recorded call, as far as a review looks at it.

use crate::action::Action;
use crate::entry::{Actor, Entry, Outcome};
use crate::reason::{Detail, Reason};
use crate::time::Timestamp;
use std::net::IpAddr;

/// A call of a key as it stands in the history, or several alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// Where it stands in the log.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// What it asked for.
    pub action: Action,
    /// Where it came from.
    pub source: Option<IpAddr>,
    /// Why it was refused; [`Reason::None`] if it was allowed.
    pub reason: Reason,
    /// How many calls it stands for.
    pub calls: u64,
}

impl Recorded {
    /// From an entry; none if it is no call of a key, or the outcome of one that has an entry of its own.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        let draft = &entry.draft;
        let calls = match (draft.outcome, &draft.detail) {
            (Outcome::Allowed | Outcome::Refused, _) => 1,
            (Outcome::Folded, Detail::Count(count)) => *count,
            _ => return None,
        };
        if !matches!(draft.actor, Actor::Key(_)) {
            return None;
        }
        let (at, sequence) = (entry.place.time, entry.place.sequence);
        let (action, source, reason) = (draft.action, draft.source, draft.reason);
        Some(Recorded { sequence, at, action, source, reason, calls })
    }

    /// Whether it was allowed.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.reason == Reason::None
    }
}

/// Calls of one kind: how many, and from when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// How many.
    pub calls: u64,
    /// The first of them.
    pub first: Timestamp,
    /// The last of them.
    pub last: Timestamp,
}

impl Span {
    /// Of one record.
    #[must_use]
    pub const fn of(call: &Recorded) -> Self {
        Span { calls: call.calls, first: call.at, last: call.at }
    }

    /// With another one, which may be earlier or later.
    pub fn add(&mut self, other: &Span) {
        self.calls = self.calls.saturating_add(other.calls);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }
}
