//! Retention drops the oldest entries, whole and in order, says so in the log, and touches
//! nothing else.

use super::world::World;
use super::{Broken, Fixture, Verdict, ensure, make, same};
use claviger_core::entry::{Entry, Outcome};
use claviger_core::reason::Detail;
use claviger_core::store::{Item, KeyRow, OpenClaim, Retention, retention_note};

const DAY: i64 = 86_400;
const MONTH: Retention = Retention { max_age_secs: Some(30 * DAY), max_bytes: None };

/// Old calls, then young ones a hundred days later; gives the key and the first young sequence.
fn aged<'a>(fixture: &'a dyn Fixture) -> Result<(World<'a>, KeyRow, u64), Broken> {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 50)?;
    for nonce in 1..60 {
        world.wait_secs(1);
        world.accepts(&row, nonce * 2)?;
    }
    world.wait_secs(100 * DAY);
    let young = world.lane.head().next_sequence;
    for nonce in 60..80 {
        world.accepts(&row, nonce * 2)?;
    }
    Ok((world, row, young))
}

/// The kept entries, which must be dense up to the head.
fn kept(world: &World<'_>) -> Result<Vec<Entry>, Broken> {
    let entries = world.entries()?;
    let next = world.lane.head().next_sequence;
    let sequences: Vec<u64> = entries.iter().map(|entry| entry.place.sequence).collect();
    let oldest = sequences.first().copied().unwrap_or(next);
    same("sequences kept", sequences, (oldest..next).collect())?;
    same("oldest sequence told", world.store.stats()?.oldest_sequence, oldest)?;
    Ok(entries)
}

pub(super) fn the_old_go_and_the_young_stay(fixture: &dyn Fixture) -> Verdict {
    let (mut world, _, young) = aged(fixture)?;
    let before = world.entries()?;
    let dropped = world.upkeep(&MONTH)?;
    same("entries dropped", dropped, young)?;
    for _ in 0..2 {
        let after = kept(&world)?;
        let still: Vec<_> = after.iter().take(20).cloned().collect();
        let wanted: Vec<_> = before.iter().skip(young as usize).cloned().collect();
        same("the young", still, wanted)?;
        world = world.reopen()?;
    }
    Ok(())
}

pub(super) fn it_says_so_in_the_log(fixture: &dyn Fixture) -> Verdict {
    let (mut world, _, _) = aged(fixture)?;
    let next = world.lane.head().next_sequence;
    world.upkeep(&MONTH)?;
    let notes = kept(&world)?.into_iter().filter(|entry| entry.place.sequence >= next);
    let notes: Vec<_> = notes.map(|entry| entry.draft).collect();
    ensure(!notes.is_empty(), "a note of what was dropped")?;
    for note in notes {
        let Detail::Count(dropped) = note.detail else {
            return Err(Broken::because("a note without a count"));
        };
        same("the note", note, retention_note(Some(make::account_id(1)), dropped))?;
    }
    Ok(())
}

pub(super) fn nothing_due_is_nothing_done(fixture: &dyn Fixture) -> Verdict {
    let (mut world, _, _) = aged(fixture)?;
    let before = (world.entries()?, world.lane.head());
    let year = Retention { max_age_secs: Some(365 * DAY), max_bytes: Some(u64::MAX) };
    same("dropped", world.upkeep(&year)?, 0)?;
    same("log and head", (world.entries()?, world.lane.head()), before)
}

/// Dropped entries were the evidence of burnt nonces; the nonces stay burnt.
pub(super) fn nonces_stay_burnt(fixture: &dyn Fixture) -> Verdict {
    let (mut world, row, _) = aged(fixture)?;
    world.upkeep(&MONTH)?;
    for _ in 0..2 {
        for nonce in [2, 60, 108, 110, 118, 120, 158] {
            ensure(!world.accepts(&row, nonce)?, "a used nonce, its entry dropped")?;
        }
        world = world.reopen()?;
    }
    ensure(world.accepts(&row, 111)?, "inside the window, never used")
}

/// A key whose every call was dropped, never used since.
pub(super) fn nonces_of_idle_keys_stay_burnt(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 10)?;
    for nonce in [100, 95] {
        world.accepts(&row, nonce)?;
    }
    let stepped = make::with_step(world.call(&row, 101), 70);
    world.claim(stepped)?;
    world.wait_secs(100 * DAY);
    world.written(make::note(1))?;
    world.upkeep(&MONTH)?;
    world = world.reopen()?;
    for nonce in [95, 100, 101] {
        ensure(!world.accepts(&row, nonce)?, "a used nonce, its entry dropped")?;
    }
    let again = world.claim(make::with_step(world.call(&row, 102), 70))?;
    let reason = super::world::refusal(&again)?;
    same("a used step", reason, claviger_core::reason::Reason::SecondFactorReused)
}

pub(super) fn keys_and_conditions_stay(fixture: &dyn Fixture) -> Verdict {
    let (mut world, row, _) = aged(fixture)?;
    world.upkeep(&MONTH)?;
    world = world.reopen()?;
    same("key", world.store.key(row.record.id)?, Some(row.clone()))?;
    same("account", world.store.account(make::account_id(1))?, Some(make::account(1)?))?;
    world.edit(&row, |_| ()).map(|_| ())
}

pub(super) fn open_claims_survive(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let place = world.written(Item::Claim(make::order(&row.record, 1, world.now)))?;
    let claim = OpenClaim { sequence: place.sequence, draft: world.entry(place)?.draft };
    for nonce in 2..40 {
        world.accepts(&row, nonce)?;
    }
    world.wait_secs(100 * DAY);
    world.written(make::note(1))?;
    world.upkeep(&MONTH)?;
    same("open claims", world.lane.open_claims(), vec![claim.clone()])?;
    world = world.reopen()?;
    same("open claims after reopening", world.lane.open_claims(), vec![claim.clone()])?;
    world.written(make::outcome(&claim.draft, claim.sequence, Outcome::Unknown, b""))?;
    world.upkeep(&MONTH)?;
    world = world.reopen()?;
    same("open claims once closed", world.lane.open_claims(), vec![])?;
    kept(&world).map(|_| ())
}

/// Whatever a quota drops, it drops from the old end; the journal is not its to drop.
pub(super) fn a_quota_drops_from_the_old_end(fixture: &dyn Fixture) -> Verdict {
    let (mut world, row, _) = aged(fixture)?;
    world.one(Item::Journal(b"books".to_vec()))?;
    let before = world.entries()?;
    let dropped = world.upkeep(&Retention { max_age_secs: None, max_bytes: Some(1) })?;
    ensure(dropped > 0, "one byte is too little")?;
    let after = kept(&world)?;
    let still: Vec<_> = after.iter().filter(|entry| before.contains(entry)).cloned().collect();
    let wanted: Vec<_> = before.iter().skip(dropped as usize).cloned().collect();
    same("the young end", still, wanted)?;
    same("journal", world.store.journal(0, 10)?.len(), 1)?;
    ensure(!world.accepts(&row, 158)? && world.accepts(&row, 200)?, "nonces stay")
}

pub(super) fn history_ends_where_the_log_does(fixture: &dyn Fixture) -> Verdict {
    let (mut world, row, _) = aged(fixture)?;
    world.upkeep(&MONTH)?;
    let mut wanted = kept(&world)?;
    wanted.reverse();
    for (what, key) in [("account", None), ("key", Some(row.record.id))] {
        let query = claviger_core::store::HistoryQuery { account: None, key, ..super::paging::query(7) };
        let wanted: Vec<_> = wanted.iter().filter(|entry| query.matches(entry)).cloned().collect();
        same(what, super::paging::walk(&mut world, query, |_| Ok(()))?, wanted)?;
    }
    Ok(())
}
