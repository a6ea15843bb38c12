//! Records that follow from entries are written without one, all of them or none.

use super::world::World;
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::store::{Conflict, DerivedWrites, Item, Record, RecordKind, RecordWrite, Settled};

fn cursor(n: u64) -> Record {
    Record { kind: RecordKind::Cursor, ..make::user(n) }
}

fn derived(writes: Vec<RecordWrite>) -> Item {
    DerivedWrites::new(writes).map_or_else(|| Item::Journal(Vec::new()), Item::Derived)
}

pub(super) fn it_is_written_without_an_entry(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (before, one) = (world.lane.head(), cursor(1));
    world.wait_secs(60);
    same("written", world.one(derived(vec![make::create_record(&one, None)]))?, Settled::Derived)?;
    let head = world.lane.head();
    same("sequence", (head.next_sequence, head.next_journal), (before.next_sequence, before.next_journal))?;
    same("the latest time", head.latest, world.now)?;
    let next = make::revised(&one, |record| record.body = b"further".as_slice().into());
    same("changed", world.one(derived(vec![make::update_record(&next, 1)]))?, Settled::Derived)?;
    for _ in 0..2 {
        same("the record", world.store.record(one.kind, one.id)?, Some(next.clone()))?;
        world = world.reopen()?;
    }
    Ok(())
}

pub(super) fn all_of_it_or_none(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (before, user) = (world.lane.head(), make::user(7));
    let missing = RecordWrite::Require { kind: user.kind, id: user.id, revision: 1 };
    let writes = vec![make::create_record(&cursor(1), None), missing];
    let settled = world.one(derived(writes))?;
    same("what rests on nothing", settled, Settled::Conflict(Conflict::Missing))?;
    same("the head", world.lane.head(), before)?;
    same("the record", world.store.record(RecordKind::Cursor, cursor(1).id)?, None)
}

pub(super) fn it_is_judged_in_its_place_in_the_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let user = make::user(7);
    let there = || RecordWrite::Require { kind: user.kind, id: user.id, revision: 1 };
    let settled = world.commit(&[
        derived(vec![there(), make::create_record(&cursor(1), None)]),
        make::records([make::create_record(&user, None)]),
        derived(vec![there(), make::create_record(&cursor(2), None)]),
    ])?;
    same("before it is there", settled.first(), Some(&Settled::Conflict(Conflict::Missing)))?;
    same("after", settled.get(2), Some(&Settled::Derived))?;
    same("the first", world.store.record(RecordKind::Cursor, cursor(1).id)?, None)?;
    same("the second", world.store.record(RecordKind::Cursor, cursor(2).id)?, Some(cursor(2)))
}

pub(super) fn what_wants_an_entry_is_none(_: &dyn Fixture) -> Verdict {
    let user = make::user(7);
    let refused = [
        make::create_record(&user, None),
        make::update_record(&user, 1),
        make::removed(&user),
        RecordWrite::RemoveOwned { kind: user.kind, owner: 1, except: None },
    ];
    for write in refused {
        ensure(DerivedWrites::new(vec![write]).is_none(), "it is refused")?;
    }
    Ok(())
}
