//! Reading the log: newest first, by key or by account, filtered.

use crate::action::Action;
use crate::entry::{Actor, Entry, Outcome};
use crate::id::{AccountId, KeyId, LogId};
use crate::reason::Reason;
use crate::time::Timestamp;
use ipnet::IpNet;
use std::collections::BTreeSet;

/// Which entries are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// Everything.
    #[default]
    All,
    /// Calls of keys (claims, their outcomes, folded refusals).
    Calls,
    /// Acts on keys, tokens and settings, and the system's own notes.
    Acts,
}

/// A place to go on from: entries before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The log.
    pub log: LogId,
    /// Entries with a lower sequence follow.
    pub before: u64,
}

/// What is there of the log for somebody who reaches some keys only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// Entries of these keys.
    pub keys: BTreeSet<KeyId>,
    /// What this actor did.
    pub actor: Actor,
}

impl Within {
    fn covers(&self, entry: &Entry) -> bool {
        match entry.draft.key() {
            Some(_) => entry.draft.keys().any(|key| self.keys.contains(&key)),
            None => entry.draft.actor == self.actor,
        }
    }
}

/// What is asked of the log. Filters are and-ed; an empty list filters nothing.
#[derive(Debug, Clone, Default)]
pub struct HistoryQuery {
    /// Entries of this account only; `None` is for the host's own commands.
    pub account: Option<AccountId>,
    /// Entries of this key only: made by it, or about it; of a rotation, those of both keys.
    pub key: Option<KeyId>,
    /// Entries of one of these keys only.
    pub keys: BTreeSet<KeyId>,
    /// Nothing else is there for whoever asks; `None` for whoever reaches every key.
    pub within: Option<Within>,
    /// Calls, acts or both.
    pub which: Which,
    /// These actions.
    pub actions: Vec<Action>,
    /// These outcomes.
    pub outcomes: Vec<Outcome>,
    /// These reasons.
    pub reasons: Vec<Reason>,
    /// From sources in this block.
    pub source: Option<IpNet>,
    /// At or after.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
    /// Go on from here.
    pub cursor: Option<Cursor>,
    /// Most entries of the page.
    pub limit: usize,
    /// Most entries looked at; the page may then be short, or empty, with a cursor to go on from.
    pub max_scan: usize,
}

impl HistoryQuery {
    /// Whether an entry is meant (place in the log aside).
    #[must_use]
    pub fn matches(&self, entry: &Entry) -> bool {
        let draft = &entry.draft;
        let is_act =
            draft.action.class() == crate::action::Class::Manage && draft.action != Action::PublicData;
        let which = match self.which {
            Which::All => true,
            Which::Calls => !is_act,
            Which::Acts => is_act,
        };
        which
            && self.account.is_none_or(|account| draft.account == account)
            && self.key.is_none_or(|key| draft.keys().any(|of| of == key))
            && self.within.as_ref().is_none_or(|within| within.covers(entry))
            && (self.keys.is_empty() || draft.keys().any(|key| self.keys.contains(&key)))
            && (self.actions.is_empty() || self.actions.contains(&draft.action))
            && (self.outcomes.is_empty() || self.outcomes.contains(&draft.outcome))
            && (self.reasons.is_empty() || self.reasons.contains(&draft.reason))
            && self.source.is_none_or(|block| draft.source.is_some_and(|source| block.contains(&source)))
            && self.from.is_none_or(|from| entry.place.time >= from)
            && self.to.is_none_or(|to| entry.place.time < to)
    }
}

/// A page of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPage {
    /// The entries.
    pub entries: Vec<Entry>,
    /// Where to go on; `None` at the end of what is kept.
    pub next: Option<Cursor>,
}
