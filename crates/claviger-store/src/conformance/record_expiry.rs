//! A record that is live no longer is not there for any write, whenever upkeep comes by.

use super::world::World;
use super::{Broken, Fixture, KEEP_ALL, Verdict, ensure, make, same};
use claviger_core::store::{
    Change, Conflict, Item, Record, RecordKind, RecordLimit, RecordScope, RecordWrite, RecordsOf, Settled,
};

/// Session 1 of person 1, which has just expired, still on record.
fn expired<'a>(fixture: &'a dyn Fixture) -> Result<(World<'a>, Record), Broken> {
    let mut world = World::new(fixture)?;
    let session = make::session(1, 1);
    world.written(make::records([make::create_record(&session, None)]))?;
    world.wait_secs(3600);
    same("still read", world.store.record(session.kind, session.id)?, Some(session.clone()))?;
    ensure(!session.is_live(world.now), "and told from a live one")?;
    Ok((world, session))
}

pub(super) fn what_is_live_no_longer_is_not_there(fixture: &dyn Fixture) -> Verdict {
    let (mut world, [session, other]) = (World::new(fixture)?, [1, 2].map(|n| make::session(1, n)));
    world.written(make::records([&session, &other].map(|one| make::create_record(one, None))))?;
    // A moment earlier it is.
    world.now = make::START.plus_secs(3600).plus_micros(-1);
    world.written(make::records([make::removed(&other)]))?;
    world.now = make::START.plus_secs(3600);
    let (kind, id) = (session.kind, session.id);
    let next = make::revised(&session, |next| next.expires_at = None);
    for write in [
        make::update_record(&next, 1),
        RecordWrite::Require { kind, id, revision: 1 },
        make::removed(&session),
    ] {
        world.conflicts(Change::Records(vec![write]), Conflict::Missing)?;
    }
    Ok(())
}

pub(super) fn it_gives_up_its_id_and_its_handle(fixture: &dyn Fixture) -> Verdict {
    let (mut world, session) = expired(fixture)?;
    let later = Some(world.now.plus_secs(60));
    let same_id = Record { handle: None, expires_at: later, ..session.clone() };
    world.written(make::records([make::create_record(&same_id, None)]))?;
    same("in its place", world.store.record(session.kind, session.id)?, Some(same_id))?;
    let handle = session.handle.as_deref().unwrap_or_default();
    same("its handle", world.store.record_by_handle(session.kind, handle)?, None)?;
    let (short, longer) = (make::session(2, 2), Record { expires_at: later, ..make::session(2, 3) });
    let short = Record { expires_at: Some(world.now.plus_secs(1)), ..short };
    world.written(make::records([make::create_record(&short, None), make::create_record(&longer, None)]))?;
    world.wait_secs(1);
    let heir = Record { handle: short.handle.clone(), expires_at: later, ..make::session(2, 4) };
    world.written(make::records([make::create_record(&heir, None)]))?;
    let taker = make::revised(&longer, |next| next.handle = heir.handle.clone());
    world.conflicts(Change::Records(vec![make::update_record(&taker, 1)]), Conflict::NameTaken)?;
    world.wait_secs(59);
    let lasting = Record { handle: heir.handle.clone(), expires_at: None, ..make::session(2, 5) };
    world.written(make::records([make::create_record(&lasting, None)]))?;
    let found = world.store.record_by_handle(lasting.kind, heir.handle.as_deref().unwrap_or_default())?;
    same("the handle", found, Some(lasting))
}

pub(super) fn no_limit_counts_it(fixture: &dyn Fixture) -> Verdict {
    let (mut world, _) = expired(fixture)?;
    for (n, scope) in [(2, RecordScope::Account), (3, RecordScope::Owner), (4, RecordScope::Kind)] {
        let limit = Some(RecordLimit { scope, most: 1 });
        let short = Record { expires_at: Some(world.now.plus_secs(1)), ..make::session(1, n) };
        world.written(make::records([make::create_record(&short, limit)]))?;
        let next = Record { expires_at: short.expires_at, ..make::session(1, 9) };
        let full = Change::Records(vec![make::create_record(&next, limit)]);
        world.conflicts(full, Conflict::LimitReached(1))?;
        world.wait_secs(1);
    }
    Ok(())
}

/// The clock stepped back, the latest time committed did not.
pub(super) fn the_stores_time_counts(fixture: &dyn Fixture) -> Verdict {
    let (mut world, session) = expired(fixture)?;
    world.written(make::note(1))?;
    world.now = make::START;
    let remove = Change::Records(vec![make::removed(&session)]);
    world.conflicts(remove, Conflict::Missing)?;
    let prolong =
        Item::Prolong { kind: session.kind, id: session.id, expires_at: make::START.plus_secs(9999) };
    same("prolonged", world.one(prolong)?, Settled::Conflict(Conflict::Missing))?;
    world.upkeep(&KEEP_ALL)?;
    same("after upkeep", world.store.record(session.kind, session.id)?, None)
}

pub(super) fn upkeep_removes_it_and_nothing_else(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let made = [
        make::user(1),
        make::session(1, 1),
        make::member(1, 1, 1),
        make::session(1, 2),
        make::invitation(1, 1),
    ];
    world.written(make::records(made.each_ref().map(|one| make::create_record(one, None))))?;
    let longer = Item::Prolong {
        kind: RecordKind::Session,
        id: make::session(1, 2).id,
        expires_at: make::START.plus_secs(3601),
    };
    same("prolonged", world.one(longer)?, Settled::Prolonged)?;
    let there = |world: &World<'_>| -> Result<Vec<bool>, Broken> {
        made.iter().map(|one| Ok(world.store.record(one.kind, one.id)?.is_some())).collect()
    };
    let steps = [
        (3599, [true; 5]),
        (1, [true, false, true, true, true]),
        (1, [true, false, true, false, true]),
        (82_798, [true, false, true, false, true]),
        (1, [true, false, true, false, false]),
    ];
    for (secs, kept) in steps {
        world.wait_secs(secs);
        world.upkeep(&KEEP_ALL)?;
        same("kept", there(&world)?, kept.to_vec())?;
        world = world.reopen()?;
    }
    same("after reopening", there(&world)?, vec![true, false, true, false, false])
}

/// More than one round removes.
pub(super) fn upkeep_goes_on_until_all_are_gone(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let kept = Record { expires_at: None, ..make::session(1, 5000) };
    world.written(make::records([make::create_record(&kept, None)]))?;
    for group in 0..40u64 {
        let create = |n| make::create_record(&make::session(1, group * 64 + n), None);
        world.written(make::records((0..64).map(create).collect::<Vec<_>>()))?;
    }
    world.wait_secs(3600);
    world.upkeep(&KEEP_ALL)?;
    same("left", world.store.records(RecordKind::Session, RecordsOf::Kind, None, 9999)?, vec![kept])
}
