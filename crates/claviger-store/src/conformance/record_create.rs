//! New records: their account is there, their id and handle are free, and there is room.

use super::world::World;
use super::{Broken, Fixture, Verdict, make, same};
use claviger_core::store::{
    Change, Conflict, MAX_BODY_BYTES, MAX_HANDLE_BYTES, Record, RecordKind, RecordLimit, RecordScope,
    RecordWrite, Settled,
};

/// A change that only makes this record.
fn alone(record: &Record, limit: Option<RecordLimit>) -> Change {
    Change::Records(vec![make::create_record(record, limit)])
}

fn at_most(scope: RecordScope, most: u32) -> Option<RecordLimit> {
    Some(RecordLimit { scope, most })
}

pub(super) fn it_is_found_by_id_and_handle(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let largest = Record {
        id: u64::MAX,
        owner: u64::MAX,
        revision: u64::MAX,
        handle: Some(vec![0xff; MAX_HANDLE_BYTES].into()),
        body: vec![0; MAX_BODY_BYTES].into(),
        ..make::invitation(1, 1)
    };
    let smallest = Record { handle: None, body: Vec::new().into(), ..make::user(2) };
    let made = [make::user(3), make::member(1, 3, 3), make::session(3, 3), largest, smallest];
    let writes: Vec<_> = made.iter().map(|record| make::create_record(record, None)).collect();
    let place = world.written(make::records(writes))?;
    same("the entry", world.entry(place)?.place, place)?;
    for _ in 0..2 {
        for record in &made {
            let found = world.store.record(record.kind, record.id)?;
            same("by id", found.as_ref(), Some(record))?;
            let Some(handle) = &record.handle else { continue };
            same("by handle", world.store.record_by_handle(record.kind, handle)?.as_ref(), Some(record))?;
        }
        world = world.reopen()?;
    }
    Ok(())
}

pub(super) fn an_account_that_is_not_there_has_no_records(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.conflicts(alone(&make::member(9, 1, 1), None), Conflict::Missing)?;
    world.written(make::create_account(&make::account(9)?))?;
    world.written(make::change(alone(&make::member(9, 1, 1), None))).map(drop)
}

pub(super) fn an_id_is_taken_among_its_kind(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let user = make::user(1);
    world.written(make::change(alone(&user, None)))?;
    let same_id = Record { handle: None, ..user.clone() };
    world.conflicts(alone(&same_id, None), Conflict::Exists)?;
    let of_another_kind = Record { kind: RecordKind::Passkey, ..same_id };
    world.written(make::change(alone(&of_another_kind, None)))?;
    same("the first", world.store.record(user.kind, user.id)?, Some(user))
}

pub(super) fn a_handle_is_taken_among_its_kind(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.written(make::change(alone(&make::user(1), None)))?;
    let same_handle = Record { handle: make::user(1).handle, ..make::user(2) };
    world.conflicts(alone(&same_handle, None), Conflict::NameTaken)?;
    let longer = Record { handle: Some(b"handle 1\0".as_slice().into()), ..make::user(2) };
    world.written(make::change(alone(&longer, None)))?;
    let of_another_kind = Record { kind: RecordKind::Passkey, ..same_handle };
    world.written(make::change(alone(&of_another_kind, None)))?;
    let race: Vec<_> = [3, 4].map(|n| Record { handle: Some([5].into()), ..make::user(n) }).into();
    let settled = world.commit(&[0, 1].map(|n: usize| make::change(alone_of(&race, n))))?;
    same("the second of a group", settled.get(1), Some(&Settled::Conflict(Conflict::NameTaken)))
}

fn alone_of(records: &[Record], n: usize) -> Change {
    Change::Records(records.iter().skip(n).take(1).map(|record| make::create_record(record, None)).collect())
}

pub(super) fn missing_ranks_before_exists_before_handle_before_limit(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (first, second) = (make::member(1, 1, 1), make::member(1, 2, 2));
    for record in [&first, &second] {
        world.written(make::change(alone(record, None)))?;
    }
    let full = at_most(RecordScope::Account, 1);
    let worst = Record { account: Some(make::account_id(9)), handle: second.handle.clone(), ..first.clone() };
    world.conflicts(alone(&worst, full), Conflict::Missing)?;
    let worst = Record { account: first.account, ..worst };
    world.conflicts(alone(&worst, full), Conflict::Exists)?;
    let worst = Record { handle: second.handle, ..make::member(1, 3, 3) };
    world.conflicts(alone(&worst, full), Conflict::NameTaken)?;
    world.conflicts(alone(&make::member(1, 3, 3), full), Conflict::LimitReached(1))
}

pub(super) fn a_limit_counts_those_of_its_scope(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.written(make::create_account(&make::account(2)?))?;
    // Two members of account 1, one of account 2; two of them person 1; and other kinds, which do not count.
    let made = [make::member(1, 1, 1), make::member(1, 2, 2), make::member(2, 1, 3)];
    let others = [make::invitation(1, 4), make::session(1, 4), make::user(4)];
    let writes: Vec<_> = made.iter().chain(&others).map(|record| make::create_record(record, None)).collect();
    world.written(make::records(writes))?;
    let new = make::member(1, 1, 9);
    for (scope, there) in [(RecordScope::Account, 2), (RecordScope::Owner, 2), (RecordScope::Kind, 3)] {
        world.conflicts(alone(&new, at_most(scope, there)), Conflict::LimitReached(there))?;
        world.written(make::change(alone(&new, at_most(scope, there + 1))))?;
        world.written(make::records([make::removed(&new)]))?;
    }
    let nobodys = make::user(9);
    world.conflicts(alone(&nobodys, at_most(RecordScope::Account, 1)), Conflict::LimitReached(1))?;
    world.conflicts(alone(&nobodys, at_most(RecordScope::Owner, 1)), Conflict::LimitReached(1))?;
    world.written(make::change(alone(&nobodys, at_most(RecordScope::Kind, 2)))).map(drop)
}

pub(super) fn the_limit_holds_inside_a_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let one = |n| make::create_record(&make::session(1, n), at_most(RecordScope::Owner, 1));
    let settled = world.commit(&[make::records([one(1)]), make::records([one(2)])])?;
    same("the second", settled.get(1), Some(&Settled::Conflict(Conflict::LimitReached(1))))?;
    same("it is not there", session(&world, 2)?, None)?;
    // and inside a change
    let two = |n| RecordWrite::Create { record: make::session(2, n), limit: at_most(RecordScope::Owner, 1) };
    world.conflicts(Change::Records(vec![two(3), two(4)]), Conflict::LimitReached(1))?;
    same("nor is the first of them", session(&world, 3)?, None)
}

fn session(world: &World<'_>, n: u64) -> Result<Option<Record>, Broken> {
    Ok(world.store.record(RecordKind::Session, make::session(1, n).id)?)
}
