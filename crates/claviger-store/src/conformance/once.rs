//! A request takes effect once, and what it is known by is written with its change (P9).

use super::failure::{Shaky, shaky_over};
use super::world::World;
use super::{Fixture, KEEP_ALL, Verdict, ensure, make, same};
use crate::Fault;
use claviger_core::id::UserId;
use claviger_core::principal::Principal;
use claviger_core::store::{Answered, Change, Conflict, Once, Settled, Standing, Store as _};

const REPEATED: Settled = Settled::Conflict(Conflict::Repeated);

fn deposit() -> Change {
    Change::Journal(b"ten dollars".to_vec())
}

fn answered(world: &World<'_>, once: &Once) -> Result<Option<Answered>, super::Broken> {
    Ok(world.store.answered(&once.key)?)
}

pub(super) fn a_repetition_changes_nothing(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.written(make::once(deposit(), 1))?;
    let before = world.entries()?;
    let again = |world: &mut World<'_>| -> Verdict {
        same("sent again", world.one(make::once(deposit(), 1))?, REPEATED)?;
        // another request under the same key changes nothing either
        let other =
            make::once_by(make::change(Change::ResetClock), Once { request: [9; 32], ..make::once_of(1) });
        same("another one", world.one(other)?, REPEATED)?;
        same("log", world.entries()?, before.clone())?;
        same("records", world.store.journal(0, 9)?.len(), 1)
    };
    again(&mut world)?;
    again(&mut world.reopen()?)
}

pub(super) fn it_is_remembered_with_its_change(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let once = make::once_of(1);
    same("before", answered(&world, &once)?, None)?;
    let place = world.written(make::once(deposit(), 1))?;
    let wanted = Answered {
        request: once.request,
        answer: once.answer.clone(),
        sequence: place.sequence,
        at: place.time,
        expires_at: place.time.plus_secs(86_400),
    };
    same("after", answered(&world, &once)?, Some(wanted.clone()))?;
    same("counted", world.store.stats()?.answers, 1)?;
    let world = world.reopen()?;
    same("after reopening", answered(&world, &once)?, Some(wanted))
}

pub(super) fn it_holds_inside_a_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let twice = [make::once(deposit(), 1), make::once(deposit(), 1), make::once(deposit(), 2)];
    let settled = world.commit(&twice)?;
    same("the second", settled.get(1), Some(&REPEATED))?;
    same("journal records", world.store.journal(0, 9)?.len(), 2)
}

pub(super) fn a_conflict_is_not_remembered(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let stale = Change::DataKeys { wrapped: Vec::new(), from: 7 };
    same("stale", world.one(make::once(stale, 1))?, Settled::Conflict(Conflict::Revision))?;
    same("not remembered", answered(&world, &make::once_of(1))?, None)?;
    world.written(make::once(deposit(), 1)).map(drop)
}

pub(super) fn others_keys_are_others(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let own = make::once_of(1);
    let mut account = own.clone();
    account.key.account = make::account_id(2);
    let (mut token, mut user) = (own.clone(), own.clone());
    token.key.by = Principal::Token(make::token_id(2));
    // a person may have the number of a token
    user.key.by = Principal::User(UserId::from_u64(make::token_id(1).as_u64()));
    for once in [own, account, token, user, make::once_of(2)] {
        let place = world.written(make::once_by(make::change(deposit()), once.clone()))?;
        let found = answered(&world, &once)?.map(|answered| answered.sequence);
        same("its own entry", found, Some(place.sequence))?;
    }
    same("counted", world.store.stats()?.answers, 5)
}

pub(super) fn a_caller_that_is_gone_ranks_first(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.written(make::once(deposit(), 1))?;
    let by = Standing::Token { token: make::token_id(99), revision: 1 };
    let item = make::once_by(make::by(deposit(), by), make::once_of(1));
    same("by nobody", world.one(item)?, Settled::Conflict(Conflict::CallerGone))
}

pub(super) fn it_ranks_before_the_changes_own_conditions(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = make::key(1, 1)?;
    let create = || Change::CreateKey { row: Box::new(row.clone()), limit: make::MANY };
    world.written(make::once(create(), 1))?;
    same("sent again", world.one(make::once(create(), 1))?, REPEATED)?;
    same("under another key", world.one(make::once(create(), 2))?, Settled::Conflict(Conflict::Exists))
}

/// The answer is lost, or the process dies, with or without the group on the disk: whoever sends it
/// again finds it done or does it, once.
pub(super) fn change_and_record_are_one_in_every_failure(fixture: &dyn Fixture) -> Verdict {
    let faults = [
        Fault::NotCommitted,
        Fault::UnknownNotWritten,
        Fault::UnknownWritten,
        Fault::Crash { written: false },
        Fault::Crash { written: true },
    ];
    World::new(fixture)?;
    let mut records = 0;
    for (n, fault) in (1..).zip(faults) {
        let Shaky { mut lane, store, .. } = shaky_over(fixture, make::note(1))?;
        store.faults().next(fault);
        let item = [make::once(deposit(), n)];
        ensure(lane.commit(&item, make::START).is_err(), "the commit failed")?;
        drop((lane, store));
        let Shaky { mut lane, store, .. } = shaky_over(fixture, make::note(1))?;
        let done = store.journal(0, 99)?.len() > records;
        let known = store.answered(&make::once_of(n).key)?.is_some();
        same("the change and its record", known, done)?;
        let again = lane.commit(&item, make::START)?;
        same("sent again", again.first() == Some(&REPEATED), done)?;
        records += 1;
        same("effects", store.journal(0, 99)?.len(), records)?;
    }
    Ok(())
}

pub(super) fn it_is_forgotten_in_time(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let short = |n| make::once_by(make::change(deposit()), Once { keep_secs: 60, ..make::once_of(n) });
    for n in [1, 2] {
        world.written(short(n))?;
    }
    world.written(make::once(deposit(), 3))?;
    world.wait_secs(59);
    same("in time", world.one(short(1))?, REPEATED)?;
    world.upkeep(&KEEP_ALL)?;
    same("kept", world.store.stats()?.answers, 3)?;
    world.wait_secs(1);
    let again = world.written(short(1))?;
    let found = answered(&world, &make::once_of(1))?.map(|answered| answered.sequence);
    same("remembered anew", found, Some(again.sequence))?;
    world.upkeep(&KEEP_ALL)?;
    same("kept by upkeep", world.store.stats()?.answers, 2)?;
    same("the forgotten one", answered(&world, &make::once_of(2))?, None)
}

pub(super) fn the_oldest_go_above_the_limit(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let mut other = make::once_of(9);
    other.key.account = make::account_id(2);
    world.written(make::once_by(make::change(deposit()), other.clone()))?;
    for n in 1..6 {
        let once = Once { limit: 3, ..make::once_of(n) };
        world.written(make::once_by(make::change(deposit()), once))?;
    }
    let known = |n| Ok::<_, super::Broken>(answered(&world, &make::once_of(n))?.is_some());
    let kept = [known(1)?, known(2)?, known(3)?, known(4)?, known(5)?];
    same("kept", kept, [false, false, true, true, true])?;
    ensure(answered(&world, &other)?.is_some(), "another account's stay")
}
