//! A store under test, opened, with one account, and a clock the case moves.

use super::broken::{Broken, Verdict, same};
use super::{Fixture, make};
use claviger_core::entry::{Entry, Place};
use claviger_core::id::LogId;
use claviger_core::reason::Reason;
use claviger_core::store::{
    Change, Claim, Conflict, Item, KeyRow, Lane, NonceUse, Retention, Settled, Store,
};
use claviger_core::time::Timestamp;

/// The log every case writes.
pub(crate) const LOG: LogId = LogId(0);

pub(crate) struct World<'a> {
    // The lane is dropped before its store.
    pub(crate) lane: Box<dyn Lane>,
    pub(crate) store: Box<dyn Store>,
    pub(crate) now: Timestamp,
    fixture: &'a dyn Fixture,
}

impl<'a> World<'a> {
    /// A store with account 1 in it; its first entry has sequence 0.
    pub(crate) fn new(fixture: &'a dyn Fixture) -> Result<Self, Broken> {
        let mut world = World::empty(fixture)?;
        world.written(make::create_account(&make::account(1)?))?;
        Ok(world)
    }

    /// A store as it is found.
    pub(crate) fn empty(fixture: &'a dyn Fixture) -> Result<Self, Broken> {
        World::at(fixture, make::START)
    }

    fn at(fixture: &'a dyn Fixture, now: Timestamp) -> Result<Self, Broken> {
        let store = fixture.open()?;
        let lane = store.open_lane(LOG)?;
        Ok(World { lane, store, now, fixture })
    }

    /// The process ends and another one starts.
    pub(crate) fn reopen(self) -> Result<Self, Broken> {
        let World { lane, store, now, fixture } = self;
        drop(lane);
        drop(store);
        World::at(fixture, now)
    }

    /// Commits a group; one result per item, or the engine broke the contract.
    pub(crate) fn commit(&mut self, items: &[Item]) -> Result<Vec<Settled>, Broken> {
        let settled = self.lane.commit(items, self.now)?;
        same("results of a group", settled.len(), items.len())?;
        Ok(settled)
    }

    /// Commits one item.
    pub(crate) fn one(&mut self, item: Item) -> Result<Settled, Broken> {
        let settled = self.commit(&[item])?;
        settled.into_iter().next().ok_or_else(|| Broken::because("no result"))
    }

    /// Commits one claim.
    #[track_caller]
    pub(crate) fn claim(&mut self, claim: Claim) -> Result<Settled, Broken> {
        self.one(Item::Claim(claim))
    }

    /// Commits one item that must be written (or, for a claim, accepted).
    #[track_caller]
    pub(crate) fn written(&mut self, item: Item) -> Result<Place, Broken> {
        let settled = self.one(item)?;
        place_of(&settled).ok_or_else(|| Broken::because(format!("must be written, but: {settled:?}")))
    }

    /// Commits one change that must conflict, and change nothing.
    #[track_caller]
    pub(crate) fn conflicts(&mut self, change: Change, wanted: Conflict) -> Verdict {
        let before = self.lane.head().next_sequence;
        same("the conflict", self.one(make::change(change))?, Settled::Conflict(wanted))?;
        same("sequence after a conflict", self.lane.head().next_sequence, before)
    }

    /// Makes key `n` of account 1, with this nonce window; gives its row.
    pub(crate) fn key(&mut self, n: u64, window: u64) -> Result<KeyRow, Broken> {
        let mut row = make::key(1, n)?;
        row.record.restrictions.nonce_window = window;
        self.written(make::create_key(&row))?;
        Ok(row)
    }

    /// Writes an edit of a key at its next revision; gives the row as it is then.
    pub(crate) fn edit(&mut self, row: &KeyRow, edit: impl FnOnce(&mut KeyRow)) -> Result<KeyRow, Broken> {
        let next = make::edited(row, edit);
        self.written(make::update_key(&next, row.record.revision))?;
        Ok(next)
    }

    /// A read call with a nonce to be judged.
    pub(crate) fn call(&self, row: &KeyRow, nonce: u64) -> Claim {
        make::claim(&row.record, NonceUse::Judge(nonce), self.now)
    }

    /// Whether a read call with this nonce is accepted; a refusal must be for the nonce.
    #[track_caller]
    pub(crate) fn accepts(&mut self, row: &KeyRow, nonce: u64) -> Result<bool, Broken> {
        match self.claim(self.call(row, nonce))? {
            Settled::Accepted(_) => Ok(true),
            Settled::Refused(_, denial) if denial.reason == Reason::InvalidNonce => Ok(false),
            other => Err(Broken::because(format!("a call with nonce {nonce} became {other:?}"))),
        }
    }

    /// The entry at a place.
    #[track_caller]
    pub(crate) fn entry(&self, place: Place) -> Result<Entry, Broken> {
        let entries = self.store.entries(LOG, place.sequence, 1)?;
        let found = entries.into_iter().next().filter(|entry| entry.place == place);
        found.ok_or_else(|| Broken::because(format!("no entry at {place:?}")))
    }

    /// Every entry that is kept.
    pub(crate) fn entries(&self) -> Result<Vec<Entry>, Broken> {
        Ok(self.store.entries(LOG, 0, usize::MAX)?)
    }

    /// Upkeep until there is no more to do; gives how many entries were dropped.
    pub(crate) fn upkeep(&mut self, retention: &Retention) -> Result<u64, Broken> {
        let mut dropped = 0;
        for _ in 0..1000 {
            let done = self.lane.maintain(self.now, retention)?;
            dropped += done.dropped_entries;
            if !done.more {
                return Ok(dropped);
            }
        }
        Err(Broken::because("upkeep never ends"))
    }

    /// Moves the clock.
    pub(crate) fn wait_secs(&mut self, secs: i64) {
        self.now = self.now.plus_secs(secs);
    }
}

/// Where an item was written, unless it was refused.
pub(crate) fn place_of(settled: &Settled) -> Option<Place> {
    match settled {
        Settled::Accepted(place) | Settled::Written(place) => Some(*place),
        _ => None,
    }
}

/// The reason a claim was refused for.
#[track_caller]
pub(crate) fn refusal(settled: &Settled) -> Result<Reason, Broken> {
    match settled {
        Settled::Refused(_, denial) => Ok(denial.reason),
        other => Err(Broken::because(format!("must be refused, but: {other:?}"))),
    }
}
