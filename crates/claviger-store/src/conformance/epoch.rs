//! Opening a lane raises its epoch; whoever held it before can commit nothing more.

use super::world::{LOG, World};
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::store::Item;

pub(super) fn every_opening_raises_it(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let mut last = world.lane.head().epoch;
    ensure(last >= 1, "the first epoch is 1")?;
    for _ in 0..3 {
        world = world.reopen()?;
        let epoch = world.lane.head().epoch;
        ensure(epoch > last, "opening a store anew raises the epoch")?;
        let place = world.written(make::note(1))?;
        same("the entry's epoch", place.epoch, epoch)?;
        last = epoch;
    }
    let other = world.store.open_lane(LOG)?;
    ensure(other.head().epoch > last, "taking over raises the epoch")
}

pub(super) fn the_old_owner_can_commit_nothing_more(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let call = Item::Claim(world.call(&row, 1));
    let mut old = std::mem::replace(&mut world.lane, world.store.open_lane(LOG)?);
    ensure(old.commit(std::slice::from_ref(&call), world.now).is_err(), "the old owner committed")?;
    ensure(old.commit(&[], world.now).is_err() || world.lane.head().next_sequence == 2, "nor anything")?;
    same("entries", world.entries()?.len(), 2)?;
    ensure(world.accepts(&row, 1)?, "its call burnt nothing")?;
    ensure(old.commit(&[make::note(1)], world.now).is_err(), "the old owner committed later")?;
    ensure(world.accepts(&row, 2)?, "the new owner goes on")
}

/// Nor by reopening what it lost.
pub(super) fn reopening_takes_nothing_back(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let mut old = std::mem::replace(&mut world.lane, world.store.open_lane(LOG)?);
    let _ = old.commit(&[make::note(1)], world.now);
    let _ = old.reopen();
    ensure(old.commit(&[make::note(1)], world.now).is_err(), "the old owner committed after reopening")?;
    world.written(make::note(1))?;
    same("entries", world.entries()?.len(), 2)
}

pub(super) fn the_old_owner_maintains_nothing(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let mut old = std::mem::replace(&mut world.lane, world.store.open_lane(LOG)?);
    world.wait_secs(1_000_000);
    let drop_all = claviger_core::store::Retention { max_age_secs: Some(1), max_bytes: Some(0) };
    let _ = old.maintain(world.now, &drop_all);
    same("entries", world.entries()?.len(), 1)?;
    world.written(make::note(1)).map(|_| ())
}

pub(super) fn a_lane_in_good_order_may_be_reopened(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 4)?;
    ensure(world.accepts(&row, 10)?, "before")?;
    let before = world.lane.head();
    world.lane.reopen()?;
    let after = world.lane.head();
    same("next sequence", after.next_sequence, before.next_sequence)?;
    same("latest", after.latest, before.latest)?;
    ensure(after.epoch >= before.epoch, "an epoch never falls")?;
    ensure(!world.accepts(&row, 10)? && world.accepts(&row, 9)?, "nonces are read again")
}
