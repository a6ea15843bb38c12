//! The writes of a change are one: all of them or none, with one entry.

use super::world::{World, place_of};
use super::{Broken, Fixture, Verdict, ensure, make, same};
use claviger_core::store::{
    Change, Conflict, MAX_BODY_BYTES, MAX_HANDLE_BYTES, MAX_RECORD_WRITES, Record, RecordKind, RecordWrite,
    RecordsOf,
};

/// Every record there is.
fn all(world: &World<'_>) -> Result<Vec<Record>, Broken> {
    let of_kind = |kind| world.store.records(kind, RecordsOf::Kind, None, 1000);
    let kinds = RecordKind::ALL.map(of_kind).into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(kinds.concat())
}

pub(super) fn all_of_it_or_none(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (user, guest) = (make::user(1), make::invitation(1, 1));
    let sessions = [make::session(1, 1), make::session(1, 2)];
    let opening = [&user, &guest].into_iter().chain(&sessions);
    world.written(make::records(opening.map(|one| make::create_record(one, None)).collect::<Vec<_>>()))?;
    // One of each kind of write, and one that fails, at every place among them.
    let good = [
        make::create_record(&make::member(1, 1, 1), None),
        make::update_record(&make::revised(&user, |next| next.handle = None), 1),
        make::removed(&guest),
        RecordWrite::RemoveOwned { kind: RecordKind::Session, owner: user.id, except: None },
    ];
    let before = all(&world)?;
    let bad = RecordWrite::Require { kind: RecordKind::Passkey, id: 9, revision: 1 };
    for at in 0..=good.len() {
        let mut writes = good.to_vec();
        writes.insert(at, bad.clone());
        world.conflicts(Change::Records(writes), Conflict::Missing)?;
        same("the records", all(&world)?, before.clone())?;
    }
    world = world.reopen()?;
    same("the records after reopening", all(&world)?, before)?;
    world.written(make::records(good))?;
    same("how many are left", all(&world)?.len(), 2)
}

pub(super) fn each_write_sees_those_before_it(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let user = make::user(1);
    let next = make::revised(&user, |next| next.handle = None);
    let heir = Record { handle: user.handle.clone(), ..make::user(2) };
    world.written(make::records([
        make::create_record(&user, None),
        RecordWrite::Require { kind: user.kind, id: user.id, revision: 1 },
        make::update_record(&next, 1),
        make::create_record(&heir, None),
        make::removed(&next),
        make::create_record(&user_again(&user), None),
    ]))?;
    same("the last", world.store.record(user.kind, user.id)?, Some(user_again(&user)))?;
    same("the heir", world.store.record(heir.kind, heir.id)?, Some(heir))
}

fn user_again(user: &Record) -> Record {
    Record { handle: Some(b"again".as_slice().into()), ..user.clone() }
}

/// A change that fails takes nothing with it.
pub(super) fn the_rest_of_the_group_stands(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let create = |n| make::create_record(&make::user(n), None);
    let group = [
        make::records([create(1)]),
        make::note(1),
        make::records([create(2), create(1)]),
        make::create_key(&make::key(1, 1)?),
        make::records([create(2)]),
    ];
    let settled = world.commit(&group)?;
    let written: Vec<bool> = settled.iter().map(|one| place_of(one).is_some()).collect();
    same("written", written, vec![true, true, false, true, true])?;
    world = world.reopen()?;
    same("the records", all(&world)?, vec![make::user(1), make::user(2)])?;
    ensure(world.store.key(make::key_id(1))?.is_some(), "the key is there")
}

pub(super) fn what_is_required_must_be_as_it_was(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let owner = make::member(1, 1, 1);
    world.written(make::records([make::create_record(&owner, None)]))?;
    let require = |revision| RecordWrite::Require { kind: owner.kind, id: owner.id, revision };
    let leave = |revision| Change::Records(vec![require(revision)]);
    world.written(make::change(leave(1)))?;
    world.conflicts(leave(0), Conflict::Revision)?;
    world.written(make::records([make::update_record(&make::revised(&owner, |_| {}), 1)]))?;
    world.conflicts(leave(1), Conflict::Revision)?;
    world.written(make::records([RecordWrite::Remove { kind: owner.kind, id: owner.id, from: 2 }]))?;
    world.conflicts(leave(2), Conflict::Missing)
}

pub(super) fn what_is_too_large_is_refused(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let users: Vec<Record> = (0..=MAX_RECORD_WRITES as u64).map(make::user).collect();
    let create =
        |users: &[Record]| users.iter().map(|one| make::create_record(one, None)).collect::<Vec<_>>();
    world.conflicts(Change::Records(create(&users)), Conflict::LimitReached(64))?;
    world.written(make::records(create(users.get(1..).unwrap_or_default())))?;
    let handle = Record { handle: Some(vec![1; MAX_HANDLE_BYTES + 1].into()), ..make::user(99) };
    let body = Record { body: vec![1; MAX_BODY_BYTES + 1].into(), ..make::user(99) };
    for (large, most) in [(handle, 128), (body, 16_384)] {
        let update = make::update_record(&Record { revision: 2, id: make::user(1).id, ..large.clone() }, 1);
        for write in [make::create_record(&large, None), update] {
            world.conflicts(Change::Records(vec![write]), Conflict::LimitReached(most))?;
        }
    }
    Ok(())
}

pub(super) fn a_change_of_nothing_is_its_entry(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let place = world.written(make::records([]))?;
    same("the entry", world.entry(place)?.place, place)
}
