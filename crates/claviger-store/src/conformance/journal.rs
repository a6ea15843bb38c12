//! What the upstream journals: dense numbers, atomic with the outcome, a snapshot in its place.

use super::world::World;
use super::{Broken, Fixture, Verdict, ensure, make, same};
use claviger_core::entry::Outcome;
use claviger_core::store::{Change, Conflict, Item, JournalRecord, Mutation, Settled};

fn record(number: u64, bytes: &[u8]) -> JournalRecord {
    JournalRecord { number, bytes: bytes.to_vec() }
}

fn journal(bytes: &[u8]) -> Item {
    Item::Journal(bytes.to_vec())
}

fn all(world: &World<'_>) -> Result<Vec<JournalRecord>, Broken> {
    Ok(world.store.journal(0, usize::MAX)?)
}

pub(super) fn numbers_are_dense(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let before = world.lane.head().next_sequence;
    let settled = world.commit(&[journal(b"a"), journal(b"b")])?;
    same("next numbers", settled, vec![Settled::Journaled(1), Settled::Journaled(2)])?;
    same("a journal item is no entry", world.lane.head().next_sequence, before)?;
    world = world.reopen()?;
    same("next number after reopening", world.lane.head().next_journal, 2)?;
    same("next number", world.one(journal(&[0, 255]))?, Settled::Journaled(3))?;
    let wanted = vec![record(0, b"a"), record(1, b"b"), record(2, &[0, 255])];
    same("records", all(&world)?, wanted)
}

pub(super) fn read_from_a_number_on(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    for n in 0..10u8 {
        world.one(journal(&[n]))?;
    }
    let numbers = |from, limit| -> Result<Vec<u64>, Broken> {
        Ok(world.store.journal(from, limit)?.iter().map(|record| record.number).collect())
    };
    same("a page", numbers(3, 4)?, vec![3, 4, 5, 6])?;
    same("the last page", numbers(8, 4)?, vec![8, 9])?;
    same("past the end", numbers(10, 4)?, vec![])
}

pub(super) fn an_outcome_and_its_record_are_one(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let claim = make::order(&row.record, 1, world.now);
    let draft = claim.draft.clone();
    let place = world.written(Item::Claim(claim))?;
    let group = [make::outcome(&draft, place.sequence, Outcome::Done, b"filled"), journal(b"later")];
    let settled = world.commit(&group)?;
    ensure(matches!(settled.first(), Some(Settled::Written(_))), "an outcome is an entry")?;
    same("the record after it", settled.get(1), Some(&Settled::Journaled(2)))?;
    world = world.reopen()?;
    same("records", all(&world)?, vec![record(0, b"filled"), record(1, b"later")])
}

pub(super) fn an_outcome_without_a_record_takes_no_number(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let claim = make::order(&row.record, 1, world.now);
    let draft = claim.draft.clone();
    let place = world.written(Item::Claim(claim))?;
    world.written(make::outcome(&draft, place.sequence, Outcome::Done, b""))?;
    same("next number", world.lane.head().next_journal, 0)
}

pub(super) fn a_change_carries_its_record(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let place = world.written(make::change(Change::Journal(b"deposit".to_vec())))?;
    same("its entry", world.entry(place)?.place, place)?;
    let Item::Change(mutation) = make::create_key(&make::key(1, 1)?) else {
        return Err(Broken::because("a creation is a change"));
    };
    world.written(Item::Change(Box::new(Mutation { journal: b"opened".to_vec(), ..*mutation })))?;
    same("records", all(&world)?, vec![record(0, b"deposit"), record(1, b"opened")])
}

pub(super) fn a_conflict_journals_nothing(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let Item::Change(mutation) = make::create_account(&make::account(1)?) else {
        return Err(Broken::because("a creation is a change"));
    };
    let item = Item::Change(Box::new(Mutation { journal: b"opened".to_vec(), ..*mutation }));
    same("conflict", world.one(item)?, Settled::Conflict(Conflict::Exists))?;
    same("records", all(&world)?, vec![])?;
    same("next number", world.lane.head().next_journal, 0)
}

pub(super) fn a_snapshot_stands_for_what_is_below(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    same("before", world.store.journal_snapshot()?, None)?;
    for n in 0..6u8 {
        world.one(journal(&[n]))?;
    }
    let snapshot = Item::JournalSnapshot { below: 4, bytes: vec![9; 5000] };
    let settled = world.commit(&[snapshot, journal(b"after")])?;
    same("next numbers", settled, vec![Settled::Journaled(6), Settled::Journaled(7)])?;
    for _ in 0..2 {
        same("snapshot", world.store.journal_snapshot()?, Some((4, vec![9; 5000])))?;
        let rest = vec![record(4, &[4]), record(5, &[5]), record(6, b"after")];
        same("what is not in it", world.store.journal(4, 100)?, rest)?;
        world.upkeep(&super::KEEP_ALL)?;
        world = world.reopen()?;
    }
    same("next number", world.lane.head().next_journal, 7)
}

pub(super) fn the_latest_snapshot_counts(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    for n in 0..4u8 {
        world.one(journal(&[n]))?;
        world.one(Item::JournalSnapshot { below: u64::from(n) + 1, bytes: vec![n] })?;
    }
    world = world.reopen()?;
    same("snapshot", world.store.journal_snapshot()?, Some((4, vec![3])))?;
    same("nothing is left over", world.store.journal(4, 100)?, vec![])?;
    same("numbers go on", world.one(journal(b"x"))?, Settled::Journaled(5))
}
