//! A key gets a successor, or that is taken back: two keys in one change.

use super::make::{START, change, edited, key, key_id, update_key};
use super::world::World;
use super::{Broken, Fixture, Verdict, ensure, make, same};
use claviger_core::action::Action;
use claviger_core::id::AccountId;
use claviger_core::key::KeyState;
use claviger_core::reason::Detail;
use claviger_core::store::{Change, Conflict, HistoryQuery, Item, KeyFilter, KeyRow, NonceUse, Settled};

/// Key 1 makes way for key 2, which takes its name.
fn rotated(row: &KeyRow) -> Result<(KeyRow, KeyRow), Broken> {
    let aside = key(1, 9)?.record.name;
    let old = edited(row, |row| {
        row.record.name = aside;
        row.record.successor = Some(key_id(2));
        row.record.retires_at = Some(START.plus_secs(60));
    });
    let mut new = key(1, 2)?;
    new.record.name = row.record.name.clone();
    new.record.predecessor = Some(row.record.id);
    Ok((old, new))
}

fn rotate(old: &KeyRow, from: u64, new: &KeyRow, limit: u32) -> Change {
    Change::RotateKey { row: Box::new(old.clone()), from, successor: Box::new(new.clone()), limit }
}

fn roll_back(old: &KeyRow, from: u64, new: &KeyRow, successor_from: u64) -> Change {
    Change::RollBackKey { row: Box::new(old.clone()), from, successor: Box::new(new.clone()), successor_from }
}

/// The keys of account 1 by id are these two, as they are.
fn are(world: &World<'_>, old: &KeyRow, new: Option<&KeyRow>) -> Verdict {
    same("the key", world.store.key(old.record.id)?, Some(old.clone()))?;
    same("its successor", world.store.key(key_id(2))?, new.cloned())
}

pub(super) fn both_are_there_with_one_entry(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let (old, new) = rotated(&row)?;
    let before = world.lane.head().next_sequence;
    let place = world.written(change(rotate(&old, 1, &new, 2)))?;
    same("entries", world.lane.head().next_sequence, before + 1)?;
    same("whose entry", world.entry(place)?.draft.key(), Some(row.record.id))?;
    for _ in 0..2 {
        are(&world, &old, Some(&new))?;
        let by_api_key = world.store.key_by_api_key(&new.record.api_key)?;
        same("by its public half", by_api_key, Some(new.clone()))?;
        world = world.reopen()?;
    }
    ensure(world.accepts(&old, 1)? && world.accepts(&new, 1)?, "both take calls")
}

/// A rotation, and taking it back, stand in the histories of both keys.
pub(super) fn both_histories_have_its_entry(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (row, bystander) = (world.key(1, 0)?, world.key(3, 0)?);
    let (old, new) = rotated(&row)?;
    let told = |action, change, words: String| {
        let mut item = make::change(change);
        if let Item::Change(mutation) = &mut item {
            (mutation.entry.action, mutation.entry.detail) = (action, Detail::Change(words.into()));
        }
        item
    };
    let words = format!("replaced by {}; private key \"{}\"", new.record.id, bystander.record.id);
    let begun = world.written(told(Action::KeyRotate, rotate(&old, 1, &new, 3), words))?;
    world = world.reopen()?;
    let (back, dead) = (edited(&old, |row| row.record.successor = None), make::revoked(&new, world.now));
    let words = format!("the rotation to {} was rolled back", new.record.id);
    let ended = world.written(told(Action::KeyRollBack, roll_back(&back, 2, &dead, 1), words))?;
    for _ in 0..2 {
        for (whose, row, wanted) in [("old", &row, 3), ("new", &new, 2), ("bystander", &bystander, 1)] {
            let query =
                HistoryQuery { key: Some(row.record.id), limit: 9, max_scan: 999, ..HistoryQuery::default() };
            let page = world.store.history(&query)?;
            same(whose, page.entries.len(), wanted)?;
            let places: Vec<_> = page.entries.iter().map(|entry| entry.place).collect();
            ensure(whose == "bystander" || places.starts_with(&[ended, begun]), "newest first")?;
        }
        world = world.reopen()?;
    }
    Ok(())
}

/// Tooth: an engine that keeps the first half of a change whose second half conflicts.
pub(super) fn a_conflict_writes_neither(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (row, other) = (world.key(1, 0)?, world.key(3, 0)?);
    let (old, new) = rotated(&row)?;
    let stale = edited(&old, |_| ());
    world.conflicts(rotate(&stale, 2, &new, 9), Conflict::Revision)?;
    world.conflicts(rotate(&old, 1, &new, 2), Conflict::LimitReached(2))?;
    let mut taken = new.clone();
    taken.record.name = other.record.name.clone();
    world.conflicts(rotate(&old, 1, &taken, 9), Conflict::NameTaken)?;
    let mut exists = new.clone();
    exists.record.api_key = other.record.api_key;
    world.conflicts(rotate(&old, 1, &exists, 9), Conflict::Exists)?;
    let mut unnamed = old.clone();
    unnamed.record.name = other.record.name.clone();
    world.conflicts(rotate(&unnamed, 1, &new, 9), Conflict::NameTaken)?;
    for _ in 0..2 {
        are(&world, &row, None)?;
        world = world.reopen()?;
    }
    ensure(world.accepts(&row, 1)?, "the key takes calls as before")?;
    world.written(change(rotate(&old, 1, &new, 3))).map(|_| ())
}

pub(super) fn two_from_one_revision_meet_in_one_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let (old, new) = rotated(&row)?;
    let mut second = key(1, 3)?;
    second.record.predecessor = Some(row.record.id);
    let settled = world.commit(&[change(rotate(&old, 1, &new, 9)), change(rotate(&old, 1, &second, 9))])?;
    same("the second", settled.get(1), Some(&Settled::Conflict(Conflict::Revision)))?;
    same("its successor", world.store.key(key_id(3))?, None)?;
    are(&world, &old, Some(&new))
}

/// What was decided before the rotation is not accepted after it.
pub(super) fn a_call_of_either_is_judged_by_what_is_there(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let (old, new) = rotated(&row)?;
    let calls = [
        change(rotate(&old, 1, &new, 9)),
        Item::Claim(world.call(&row, 1)),
        Item::Claim(world.call(&old, 2)),
        Item::Claim(make::claim(&new.record, NonceUse::Judge(1), world.now)),
    ];
    let settled = world.commit(&calls)?;
    same("decided before", settled.get(1), Some(&Settled::Stale))?;
    let accepted = settled.iter().filter(|one| matches!(one, Settled::Accepted(_))).count();
    same("decided after", accepted, 2)
}

pub(super) fn it_is_taken_back_as_one(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let (old, new) = rotated(&row)?;
    world.written(change(rotate(&old, 1, &new, 9)))?;
    let back = edited(&old, |back| {
        back.record.name = row.record.name.clone();
        back.record.successor = None;
        back.record.retires_at = None;
    });
    let dead = make::revoked(&new, world.now);
    world.conflicts(roll_back(&back, 1, &dead, 1), Conflict::Revision)?;
    world.conflicts(roll_back(&back, 2, &dead, 0), Conflict::Revision)?;
    are(&world, &old, Some(&new))?;
    ensure(world.accepts(&new, 1)?, "the successor takes calls still")?;
    world.written(change(roll_back(&back, 2, &dead, 1)))?;
    for _ in 0..2 {
        are(&world, &back, Some(&dead))?;
        world = world.reopen()?;
    }
    // The room the successor took is free again.
    world.written(change(Change::CreateKey { row: Box::new(key(1, 4)?), limit: 2 })).map(|_| ())
}

pub(super) fn those_being_replaced_are_listed(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let (old, new) = rotated(&row)?;
    world.written(change(rotate(&old, 1, &new, 9)))?;
    let filter = KeyFilter { retiring: true, ..KeyFilter::default() };
    let listed = |world: &World<'_>| world.store.keys(account(), &filter, None, 9);
    same("being replaced", listed(&world)?, vec![old.clone()])?;
    let dead = edited(&old, |row| row.record.state = KeyState::Revoked);
    world.written(update_key(&dead, 2))?;
    same("retired", listed(&world)?, vec![])
}

fn account() -> AccountId {
    make::account_id(1)
}
