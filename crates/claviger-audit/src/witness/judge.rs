//! A statement and a store: whether anything witnessed is missing.

use super::Statement;
use crate::leaf::LeafHash;
use claviger_core::id::{LogId, StoreId};
use claviger_core::time::Timestamp;

/// Where a store stands, as it says itself, before anything opens its lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The store.
    pub store: StoreId,
    /// Its log.
    pub log: LogId,
    /// The epoch of its last owner.
    pub epoch: u32,
    /// The sequence the next entry will get.
    pub next_sequence: u64,
    /// The latest time committed.
    pub latest: Timestamp,
    /// When everything in it was last held; none if it never was.
    pub held: Option<Hold>,
}

/// Everything was held: every key until it is readmitted, every token for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// In which epoch.
    pub epoch: u32,
    /// When.
    pub at: Timestamp,
}

/// What comes of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// All that was witnessed is there.
    Continues,
    /// It is as far, but the entry witnessed was dropped since, by retention: that the history is the
    /// same cannot be shown.
    Unproven,
    /// Everything in it was held since: it was restored, on purpose.
    Held,
    /// It lacks what was witnessed.
    Behind,
    /// It has another entry at the witnessed position.
    Forked,
    /// The witness tells of another store.
    Foreign,
}

impl Verdict {
    /// Whether the store may be served.
    #[must_use]
    pub const fn may_be_served(self) -> bool {
        matches!(self, Verdict::Continues | Verdict::Unproven | Verdict::Held)
    }
}

/// Judges by one thing, if it can.
type Rule = fn(&Statement, &Position, Option<LeafHash>) -> Option<Verdict>;

/// The first that can judge does.
const RULES: &[Rule] = &[foreign, held, behind, forked, dropped];

/// Compares what was witnessed with where a store stands. `there` is the hash of its entry before the
/// witnessed next sequence, if it has that entry.
#[must_use]
pub fn judge(witnessed: &Statement, found: &Position, there: Option<LeafHash>) -> Verdict {
    by(RULES, witnessed, found, there)
}

fn by(rules: &[Rule], witnessed: &Statement, found: &Position, there: Option<LeafHash>) -> Verdict {
    rules.iter().find_map(|rule| rule(witnessed, found, there)).unwrap_or(Verdict::Continues)
}

fn foreign(witnessed: &Statement, found: &Position, _: Option<LeafHash>) -> Option<Verdict> {
    (witnessed.store != found.store || witnessed.log != found.log).then_some(Verdict::Foreign)
}

/// A hold undoes what a roll-back does, if it was made after everything witnessed: in a later epoch,
/// and not earlier in time. An old restore, of a drill say, that is put in the place of a store that
/// went on has a later epoch, too.
fn held(witnessed: &Statement, found: &Position, _: Option<LeafHash>) -> Option<Verdict> {
    let since = |hold: Hold| hold.epoch > witnessed.epoch && hold.at >= witnessed.latest;
    found.held.is_some_and(since).then_some(Verdict::Held)
}

/// A lower sequence in a later epoch is behind, too: any opening of the lane raises the epoch.
fn behind(witnessed: &Statement, found: &Position, _: Option<LeafHash>) -> Option<Verdict> {
    let lacks = found.epoch < witnessed.epoch || found.next_sequence < witnessed.next_sequence;
    lacks.then_some(Verdict::Behind)
}

fn forked(witnessed: &Statement, _: &Position, there: Option<LeafHash>) -> Option<Verdict> {
    let (leaf, there) = witnessed.leaf.zip(there)?;
    (leaf != there).then_some(Verdict::Forked)
}

fn dropped(witnessed: &Statement, _: &Position, there: Option<LeafHash>) -> Option<Verdict> {
    (witnessed.leaf.is_some() && there.is_none()).then_some(Verdict::Unproven)
}

#[cfg(test)]
mod tests;
