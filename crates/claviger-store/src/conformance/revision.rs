//! Once a change has been written, no call decided before it is accepted (P2).

use super::world::World;
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::key::KeyState;
use claviger_core::store::{Item, NonceUse, Settled};

pub(super) fn a_call_after_a_change_in_one_group_is_stale(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let next = make::edited(&row, |row| row.record.state = KeyState::Frozen);
    let call = |record, nonce| Item::Claim(make::claim(record, NonceUse::Judge(nonce), world.now));
    let group =
        [call(&row.record, 1), make::update_key(&next, 1), call(&row.record, 2), call(&next.record, 3)];
    let settled = world.commit(&group)?;
    let accepted: Vec<bool> = settled.iter().map(|one| matches!(one, Settled::Accepted(_))).collect();
    same("accepted", accepted, vec![true, false, false, true])?;
    same("the call decided before the change", settled.get(2), Some(&Settled::Stale))
}

pub(super) fn a_call_of_a_key_made_in_the_same_group_is_good(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = make::key(1, 1)?;
    let group = [make::create_key(&row), Item::Claim(world.call(&row, 1))];
    let settled = world.commit(&group)?;
    ensure(matches!(settled.get(1), Some(Settled::Accepted(_))), "the key is there for the next item")
}

pub(super) fn a_revoked_key_takes_no_old_call(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let old = world.call(&row, 1);
    let dead = make::revoked(&row, world.now);
    world.written(make::update_key(&dead, 1))?;
    same("a call decided before", world.claim(old.clone())?, Settled::Stale)?;
    world = world.reopen()?;
    same("after reopening", world.claim(old.clone())?, Settled::Stale)?;
    world.upkeep(&super::KEEP_ALL)?;
    world = world.reopen()?;
    same("after upkeep", world.claim(old)?, Settled::Stale)
}

/// The refusal of a revoked key's call is made from its last revision, and written.
pub(super) fn a_revoked_key_is_refused_on_record(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let dead = make::revoked(&row, world.now);
    world.written(make::update_key(&dead, 1))?;
    let mut claim = world.call(&dead, 1);
    claim.nonce = NonceUse::Spare;
    let settled = world.claim(make::refused(claim, claviger_core::reason::Reason::Revoked))?;
    ensure(matches!(settled, Settled::Refused(..)), "written as refused")
}

/// A conflict changes no revision.
pub(super) fn a_change_that_conflicts_makes_nothing_stale(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let next = make::edited(&row, |row| row.record.state = KeyState::Frozen);
    let group = [make::update_key(&next, 7), Item::Claim(world.call(&row, 1))];
    let settled = world.commit(&group)?;
    ensure(matches!(settled.first(), Some(Settled::Conflict(_))), "made from another revision")?;
    ensure(matches!(settled.get(1), Some(Settled::Accepted(_))), "so the call is still good")
}
