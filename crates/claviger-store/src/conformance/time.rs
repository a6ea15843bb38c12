//! The store's time is the later of now and the latest committed; an entry's time never falls.

use super::world::World;
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::store::{Change, Claim};

pub(super) fn an_entry_has_the_time_of_its_commit(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.wait_secs(5);
    let now = world.now;
    let settled = world.commit(&[make::note(1), make::note(1)])?;
    for one in &settled {
        same("time", super::world::place_of(one).map(|place| place.time), Some(now))?;
    }
    same("latest", world.lane.head().latest, now)
}

pub(super) fn a_clock_that_steps_back_lowers_nothing(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.wait_secs(100);
    let highest = world.now;
    world.written(make::note(1))?;
    for step in [-1, -3600, -1_000_000_000] {
        world.wait_secs(step);
        same("time after stepping back", world.written(make::note(1))?.time, highest)?;
    }
    world.now = highest.plus_micros(1);
    same("time once the clock has caught up", world.written(make::note(1))?.time, world.now)?;
    let times: Vec<_> = world.entries()?.iter().map(|entry| entry.place.time).collect();
    ensure(times.is_sorted(), "times in the log never fall")
}

pub(super) fn the_latest_time_survives_reopening(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.wait_secs(100);
    let latest = world.written(make::note(1))?.time;
    world.wait_secs(-50);
    world = world.reopen()?;
    same("latest after reopening", world.lane.head().latest, latest)?;
    same("time after reopening", world.written(make::note(1))?.time, latest)
}

/// An old decision cannot come back with an old clock.
pub(super) fn deadlines_are_judged_by_the_stores_time(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let old = world.call(&row, 1);
    world.wait_secs(10);
    world.written(make::note(1))?;
    world.wait_secs(-10);
    same("an old decision under an old clock", world.claim(old)?, claviger_core::store::Settled::PastDeadline)
}

pub(super) fn a_group_that_writes_nothing_is_no_time(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let latest = world.lane.head().latest;
    world.wait_secs(60);
    let stale = Claim { revision: 9, ..world.call(&row, 1) };
    world.claim(stale)?;
    same("latest after a stale call", world.lane.head().latest, latest)?;
    world.wait_secs(-30);
    same("time of the next entry", world.written(make::note(1))?.time, world.now)
}

/// The one way down: an administrator's remedy for a clock that ran away.
pub(super) fn a_reset_lowers_the_latest_time(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.wait_secs(1_000_000);
    world.written(make::note(1))?;
    world.wait_secs(-1_000_000);
    let now = world.now;
    same("time of the reset's own entry", world.written(make::change(Change::ResetClock))?.time, now)?;
    same("latest after the reset", world.lane.head().latest, now)?;
    world.wait_secs(1);
    world = world.reopen()?;
    same("latest after reopening", world.lane.head().latest, now)?;
    same("time after the reset", world.written(make::note(1))?.time, now.plus_secs(1))
}

pub(super) fn a_reset_holds_for_the_rest_of_its_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    world.wait_secs(1_000);
    world.written(make::note(1))?;
    world.wait_secs(-1_000);
    let claim = claviger_core::store::Item::Claim(world.call(&row, 1));
    let settled = world.commit(&[claim.clone(), make::change(Change::ResetClock), claim])?;
    let places: Vec<_> = settled.iter().map(super::world::place_of).map(|p| p.map(|p| p.time)).collect();
    same("calls before and after the reset", places, vec![None, Some(world.now), Some(world.now)])
}
