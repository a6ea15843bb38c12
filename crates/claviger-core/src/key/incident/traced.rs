//! What a key did since a moment, by address and by action.

use crate::action::Action;
use crate::entry::{Actor, Entry, Outcome};
use crate::key::review::{MAX_SOURCES, Recorded, Span};
use crate::reason::Reason;
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// Whether an address was known before the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Novelty {
    /// No accepted call came from it before, and others did: whoever called from it is to be explained.
    New,
    /// There is no accepted call before the moment to compare it with, or not all of them were looked at.
    Untold,
    /// Accepted calls came from it before.
    Known,
}

impl Novelty {
    /// All of them.
    pub const ALL: [Novelty; 3] = [Novelty::New, Novelty::Untold, Novelty::Known];

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Novelty::New => "new",
            Novelty::Untold => "untold",
            Novelty::Known => "known",
        }
    }
}

/// Calls from one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FromSource {
    /// The address; none if it is not on record.
    pub source: Option<IpAddr>,
    /// Whether it was known before.
    pub novelty: Novelty,
    /// Its accepted calls.
    pub allowed: Option<Span>,
    /// Its refused calls: signed by the key, all the same.
    pub refused: Option<Span>,
}

impl FromSource {
    /// All of its calls.
    #[must_use]
    pub fn calls(&self) -> u64 {
        [self.allowed, self.refused].into_iter().flatten().map(|span| span.calls).sum()
    }
}

/// Calls of one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OfAction {
    /// Accepted.
    pub allowed: Option<Span>,
    /// Refused.
    pub refused: Option<Span>,
    /// Outcome entries: carried out. Reads have none.
    pub done: u64,
    /// Outcome entries: refused by the exchange, too late to be sent, or not executed.
    pub not_done: u64,
    /// Outcome entries: nobody knows.
    pub unknown: u64,
}

/// What a key did since a moment. Entries may be shown to it in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    since: Timestamp,
    sources: BTreeMap<Option<IpAddr>, (Option<Span>, Option<Span>)>,
    before: BTreeSet<IpAddr>,
    /// There were more addresses before than are kept.
    more_before: bool,
    /// What it was let do before the moment.
    pub actions_before: BTreeSet<Action>,
    /// Calls by action.
    pub actions: BTreeMap<Action, OfAction>,
    /// Refused calls by reason.
    pub refused: BTreeMap<Reason, Span>,
    /// Calls under its name that nobody proved to be its own, a wrong signature as a rule.
    pub unproven: Option<Span>,
    /// Calls from addresses beyond those that are kept apart, which are [`MAX_SOURCES`].
    pub elsewhere: Option<Span>,
}

impl Traced {
    /// Nothing seen yet.
    #[must_use]
    pub const fn since(since: Timestamp) -> Self {
        Traced {
            since,
            sources: BTreeMap::new(),
            before: BTreeSet::new(),
            more_before: false,
            actions_before: BTreeSet::new(),
            actions: BTreeMap::new(),
            refused: BTreeMap::new(),
            unproven: None,
            elsewhere: None,
        }
    }

    /// Takes note of an entry of the key.
    pub fn look(&mut self, entry: &Entry) {
        match Recorded::of(entry) {
            Some(call) if call.at < self.since => self.look_before(&call),
            Some(call) => self.look_since(&call),
            None => self.look_outcome(entry),
        }
    }

    fn look_before(&mut self, call: &Recorded) {
        if !call.is_allowed() {
            return;
        }
        self.actions_before.insert(call.action);
        let Some(source) = call.source else { return };
        if self.before.len() < MAX_SOURCES || self.before.contains(&source) {
            self.before.insert(source);
        } else {
            self.more_before = true;
        }
    }

    fn look_since(&mut self, call: &Recorded) {
        let span = Span::of(call);
        if matches!(call.reason, Reason::BadSignature | Reason::UnknownKey | Reason::LockedOut) {
            return add(&mut self.unproven, span);
        }
        let action = self.actions.entry(call.action).or_default();
        if call.is_allowed() {
            add(&mut action.allowed, span);
        } else {
            add(&mut action.refused, span);
            self.refused.entry(call.reason).and_modify(|known| known.add(&span)).or_insert(span);
        }
        if self.sources.len() >= MAX_SOURCES && !self.sources.contains_key(&call.source) {
            return add(&mut self.elsewhere, span);
        }
        let (allowed, refused) = self.sources.entry(call.source).or_default();
        add(if call.is_allowed() { allowed } else { refused }, span);
    }

    fn look_outcome(&mut self, entry: &Entry) {
        let draft = &entry.draft;
        if entry.place.time < self.since || !matches!(draft.actor, Actor::Key(_)) || !draft.outcome.closes() {
            return;
        }
        let action = self.actions.entry(draft.action).or_default();
        match draft.outcome {
            Outcome::Done => action.done += 1,
            Outcome::Unknown => action.unknown += 1,
            _ => action.not_done += 1,
        }
    }

    /// Its calls by address: new ones first, then those with most calls. `whole` says that everything on record before the
    /// moment was looked at.
    #[must_use]
    pub fn sources(&self, whole: bool) -> Vec<FromSource> {
        let comparable = whole && !self.before.is_empty() && !self.more_before;
        let novelty = |source: &Option<IpAddr>| match source {
            Some(source) if self.before.contains(source) => Novelty::Known,
            Some(_) if comparable => Novelty::New,
            _ => Novelty::Untold,
        };
        let one = |(source, (allowed, refused)): (&Option<IpAddr>, &(Option<Span>, Option<Span>))| {
            FromSource { source: *source, novelty: novelty(source), allowed: *allowed, refused: *refused }
        };
        let mut all: Vec<FromSource> = self.sources.iter().map(one).collect();
        all.sort_by_key(|one| (one.novelty, std::cmp::Reverse(one.calls()), one.source));
        all
    }

    /// All of its accepted calls; none if there was none.
    #[must_use]
    pub fn allowed(&self) -> Option<Span> {
        sum(self.actions.values().filter_map(|action| action.allowed))
    }

    /// All of its refused calls; none if there was none.
    #[must_use]
    pub fn refusals(&self) -> Option<Span> {
        sum(self.refused.values().copied())
    }
}

fn add(known: &mut Option<Span>, span: Span) {
    match known {
        Some(known) => known.add(&span),
        None => *known = Some(span),
    }
}

fn sum(spans: impl Iterator<Item = Span>) -> Option<Span> {
    spans.reduce(|mut sum, span| {
        sum.add(&span);
        sum
    })
}
