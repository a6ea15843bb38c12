//! Records go, one by one or all of an owner's.

use super::world::World;
use super::{Broken, Fixture, Verdict, make, same};
use claviger_core::store::{Change, Conflict, Record, RecordKind, RecordWrite};

pub(super) fn it_is_gone_and_its_id_and_handle_are_free(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let user = make::user(1);
    world.written(make::records([make::create_record(&user, None)]))?;
    world.written(make::records([make::removed(&user)]))?;
    for _ in 0..2 {
        same("by id", world.store.record(user.kind, user.id)?, None)?;
        let handle = user.handle.as_deref().unwrap_or_default();
        same("by handle", world.store.record_by_handle(user.kind, handle)?, None)?;
        world = world.reopen()?;
    }
    let again = Record { revision: 7, ..user };
    world.written(make::records([make::create_record(&again, None)]))?;
    same("another one", world.store.record(again.kind, again.id)?, Some(again))
}

pub(super) fn it_must_be_as_it_was_seen(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let user = make::user(1);
    world.written(make::records([make::create_record(&user, None)]))?;
    let remove = |record: &Record| Change::Records(vec![make::removed(record)]);
    world.conflicts(remove(&make::user(2)), Conflict::Missing)?;
    world.conflicts(remove(&Record { kind: RecordKind::Passkey, ..user.clone() }), Conflict::Missing)?;
    world.conflicts(remove(&Record { revision: 2, ..user.clone() }), Conflict::Revision)?;
    world.written(make::change(remove(&user)))?;
    world.conflicts(remove(&user), Conflict::Missing)
}

pub(super) fn all_of_an_owner_but_one(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let own: Vec<Record> = (1..6).map(|n| make::session(1, n)).collect();
    let others = [make::session(2, 9), make::member(1, 1, 3)];
    let writes: Vec<_> = own.iter().chain(&others).map(|record| make::create_record(record, None)).collect();
    world.written(make::records(writes))?;
    let owner = make::user(1).id;
    let remove = |except| RecordWrite::RemoveOwned { kind: RecordKind::Session, owner, except };
    world.written(make::records([remove(Some(make::session(1, 3).id))]))?;
    same("that one stays", there(&world, &own)?, vec![false, false, true, false, false])?;
    world.written(make::records([remove(None)]))?;
    same("none stays", there(&world, &own)?, vec![false; 5])?;
    same("others stay", there(&world, &others)?, vec![true; 2])?;
    // There is nothing left to remove, and that is no conflict.
    world.written(make::records([remove(None)])).map(drop)
}

fn there(world: &World<'_>, records: &[Record]) -> Result<Vec<bool>, Broken> {
    records.iter().map(|one| Ok(world.store.record(one.kind, one.id)?.is_some())).collect()
}

/// Who owns nothing is nobody's owner: a mistake there must not remove every person.
pub(super) fn nobody_owns_nothing(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let users = [make::user(1), make::user(2)];
    world.written(make::records(users.each_ref().map(|user| make::create_record(user, None))))?;
    let all = RecordWrite::RemoveOwned { kind: RecordKind::User, owner: 0, except: None };
    world.written(make::records([all]))?;
    same("they stay", there(&world, &users)?, vec![true; 2])
}
