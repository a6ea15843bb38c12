//! A key is created: its id and public half are new, its name free, and there is room for it.

use super::world::World;
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::store::{Change, Conflict, Item, KeyRow, Settled};
use claviger_core::text::Name;

fn create(row: &KeyRow, limit: u32) -> Change {
    Change::CreateKey { row: Box::new(row.clone()), limit }
}

fn named(n: u64, name: &str) -> Result<KeyRow, super::Broken> {
    let mut row = make::key(1, n)?;
    row.record.name = Name::parse(name)?;
    Ok(row)
}

pub(super) fn it_is_there_with_its_entry(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = make::key(1, 1)?;
    let place = world.written(make::create_key(&row))?;
    same("entry's key", world.entry(place)?.draft.key(), Some(row.record.id))?;
    same("by id", world.store.key(row.record.id)?, Some(row.clone()))?;
    same("by public half", world.store.key_by_api_key(&row.record.api_key)?, Some(row.clone()))?;
    let nonces = world.store.nonces(row.record.id)?;
    same("nonces of a new key", nonces.map(|state| state.needed()), Some(1))
}

pub(super) fn an_id_is_taken_for_ever(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let mut again = make::key(1, 2)?;
    again.record.id = row.record.id;
    world.conflicts(create(&again, make::MANY), Conflict::Exists)?;
    let dead = make::revoked(&row, world.now);
    world.written(make::update_key(&dead, 1))?;
    world.conflicts(create(&again, make::MANY), Conflict::Exists)
}

pub(super) fn a_public_half_is_taken_for_ever(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    world.written(make::create_account(&make::account(2)?))?;
    let mut again = make::key(2, 2)?;
    again.record.api_key = row.record.api_key;
    world.conflicts(create(&again, make::MANY), Conflict::Exists)
}

pub(super) fn names_are_compared_without_case(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.written(make::create_key(&named(1, "Grid Bot é")?))?;
    for name in ["Grid Bot é", "grid bot é", "GRID BOT É"] {
        world.conflicts(create(&named(2, name)?, make::MANY), Conflict::NameTaken)?;
    }
    world.written(make::create_key(&named(2, "grid bot 2")?)).map(|_| ())
}

pub(super) fn another_account_may_use_the_name(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.written(make::create_account(&make::account(2)?))?;
    world.written(make::create_key(&named(1, "grid")?))?;
    let mut other = named(2, "grid")?;
    other.record.account = make::account_id(2);
    world.written(make::create_key(&other)).map(|_| ())
}

pub(super) fn a_revoked_key_frees_its_name(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = named(1, "grid")?;
    world.written(make::create_key(&row))?;
    let dead = make::revoked(&row, world.now);
    world.written(make::update_key(&dead, 1))?;
    world.written(make::create_key(&named(2, "grid")?))?;
    world.conflicts(create(&named(3, "Grid")?, make::MANY), Conflict::NameTaken)
}

pub(super) fn the_limit_counts_keys_that_are_not_revoked(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.written(make::create_account(&make::account(2)?))?;
    world.written(make::create_key(&make::key(2, 9)?))?;
    let first = world.key(1, 0)?;
    world.written(make::change(create(&make::key(1, 2)?, 2)))?;
    world.conflicts(create(&make::key(1, 3)?, 2), Conflict::LimitReached(2))?;
    let dead = make::revoked(&first, world.now);
    world.written(make::update_key(&dead, 1))?;
    world.written(make::change(create(&make::key(1, 3)?, 2)))?;
    world.conflicts(create(&make::key(1, 4)?, 0), Conflict::LimitReached(0))
}

/// Two creations that race for the last place meet in one group; one of them gets it.
pub(super) fn the_limit_holds_inside_a_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let race = [make::change(create(&make::key(1, 1)?, 1)), make::change(create(&make::key(1, 2)?, 1))];
    let settled = world.commit(&race)?;
    ensure(matches!(settled.first(), Some(Settled::Written(_))), "the first gets it")?;
    same("the second", settled.get(1), Some(&Settled::Conflict(Conflict::LimitReached(1))))?;
    same("the second is not there", world.store.key(make::key_id(2))?, None)
}

pub(super) fn names_and_ids_collide_inside_a_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let rows = [named(1, "grid")?, named(2, "GRID")?, named(1, "other")?];
    let group: Vec<Item> = rows.iter().map(make::create_key).collect();
    let settled = world.commit(&group)?;
    same("same name", settled.get(1), Some(&Settled::Conflict(Conflict::NameTaken)))?;
    same("same id", settled.get(2), Some(&Settled::Conflict(Conflict::Exists)))
}

pub(super) fn exists_ranks_before_name_before_limit(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    world.conflicts(create(&row, 1), Conflict::Exists)?;
    let mut renamed = make::key(1, 2)?;
    renamed.record.name = row.record.name.clone();
    world.conflicts(create(&renamed, 1), Conflict::NameTaken)?;
    world.conflicts(create(&make::key(1, 3)?, 1), Conflict::LimitReached(1))
}

pub(super) fn conditions_hold_after_reopening(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    world = world.reopen()?;
    let mut renamed = make::key(1, 2)?;
    renamed.record.name = row.record.name.clone();
    world.conflicts(create(&row, make::MANY), Conflict::Exists)?;
    world.conflicts(create(&renamed, make::MANY), Conflict::NameTaken)?;
    world.conflicts(create(&make::key(1, 3)?, 1), Conflict::LimitReached(1))
}

pub(super) fn an_account_that_is_not_there_has_no_keys(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let mut stray = make::key(9, 2)?;
    world.conflicts(create(&stray, make::MANY), Conflict::Missing)?;
    stray.record.api_key = row.record.api_key;
    world.conflicts(create(&stray, 0), Conflict::Missing)
}
