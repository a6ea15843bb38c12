//! A time step is used once per key, and burnt only by a call that got as far as that.

use super::world::{World, refusal};
use super::{Broken, Fixture, Verdict, ensure, make, same};
use claviger_core::entry::EntryDraft;
use claviger_core::key::KeyRecord;
use claviger_core::reason::{Detail, Reason};
use claviger_core::store::{Claim, Item, KeyRow, Settled};

/// A call with nonce and time step.
fn call(world: &World<'_>, row: &KeyRow, nonce: u64, step: u64) -> Claim {
    make::with_step(world.call(row, nonce), step)
}

/// Settles it; gives the entry, accepted or refused.
#[track_caller]
fn written(world: &mut World<'_>, claim: Claim) -> Result<EntryDraft, Broken> {
    match world.claim(claim)? {
        Settled::Accepted(place) | Settled::Refused(place, _) => Ok(world.entry(place)?.draft),
        other => Err(Broken::because(format!("must be written, but: {other:?}"))),
    }
}

/// Sends a call with nonce and time step.
#[track_caller]
fn send(world: &mut World<'_>, row: &KeyRow, nonce: u64, step: u64) -> Result<EntryDraft, Broken> {
    let claim = call(world, row, nonce, step);
    written(world, claim)
}

pub(super) fn a_step_is_accepted_once(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    same("first", send(&mut world, &row, 1, 70)?.otp_step, Some(70))?;
    let again = send(&mut world, &row, 2, 70)?;
    same("again", again.reason, Reason::SecondFactorReused)?;
    same("detail", again.detail, Detail::None)?;
    same("step it burnt", again.otp_step, None)?;
    same("lower", send(&mut world, &row, 3, 69)?.reason, Reason::SecondFactorReused)?;
    same("higher", send(&mut world, &row, 4, 71)?.reason, Reason::None)
}

pub(super) fn step_zero_is_a_step(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    same("first", send(&mut world, &row, 1, 0)?.reason, Reason::None)?;
    same("again", send(&mut world, &row, 2, 0)?.reason, Reason::SecondFactorReused)
}

pub(super) fn a_reused_step_burns_the_nonce(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    send(&mut world, &row, 1, 70)?;
    let reused = send(&mut world, &row, 5, 70)?;
    same("nonce burnt", reused.nonce, Some(5))?;
    ensure(!world.accepts(&row, 5)?, "the nonce is gone")
}

/// The second factor ranks before the nonce.
pub(super) fn a_reused_step_ranks_before_a_bad_nonce(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    send(&mut world, &row, 5, 70)?;
    let both = send(&mut world, &row, 5, 70)?;
    same("reason", both.reason, Reason::SecondFactorReused)?;
    same("nonce burnt", both.nonce, None)
}

/// Whoever got the nonce wrong may try again with the code still on the screen.
pub(super) fn a_bad_nonce_spares_the_step(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    world.accepts(&row, 10)?;
    let bad = send(&mut world, &row, 9, 70)?;
    same("reason", bad.reason, Reason::InvalidNonce)?;
    same("step burnt", bad.otp_step, None)?;
    same("again", send(&mut world, &row, 11, 70)?.reason, Reason::None)
}

pub(super) fn a_refusal_burns_the_step(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let refused = make::refused(call(&world, &row, 1, 70), Reason::PermissionMissing);
    same("step burnt", written(&mut world, refused)?.otp_step, Some(70))?;
    same("again", send(&mut world, &row, 2, 70)?.reason, Reason::SecondFactorReused)
}

/// What was refused anyway burns the step whatever its nonce.
pub(super) fn a_refusal_with_a_bad_nonce_burns_the_step(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    world.accepts(&row, 10)?;
    let refused = make::refused(call(&world, &row, 9, 70), Reason::PermissionMissing);
    let entry = written(&mut world, refused)?;
    same("reason", entry.reason, Reason::InvalidNonce)?;
    same("step burnt", entry.otp_step, Some(70))?;
    same("again", send(&mut world, &row, 11, 70)?.reason, Reason::SecondFactorReused)
}

pub(super) fn one_group_folds_in_order(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let calls = [(1, 70), (2, 70), (2, 71), (3, 71), (4, 71), (4, 72), (5, 72)];
    let group = calls.map(|(nonce, step)| Item::Claim(call(&world, &row, nonce, step)));
    let settled = world.commit(&group)?;
    let reasons = settled.iter().map(|one| match one {
        Settled::Accepted(_) => Ok(Reason::None),
        other => refusal(other),
    });
    let (none, reused, nonce) = (Reason::None, Reason::SecondFactorReused, Reason::InvalidNonce);
    let wanted = vec![none, reused, nonce, none, reused, nonce, none];
    same("reasons", reasons.collect::<Result<Vec<_>, _>>()?, wanted)
}

pub(super) fn keys_do_not_share_steps(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (one, other) = (world.key(1, 0)?, world.key(2, 0)?);
    same("one key", send(&mut world, &one, 1, 70)?.reason, Reason::None)?;
    same("another key", send(&mut world, &other, 1, 70)?.reason, Reason::None)
}

pub(super) fn steps_survive_reopening_and_upkeep(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    send(&mut world, &row, 1, 70)?;
    world = world.reopen()?;
    same("reopened", send(&mut world, &row, 2, 70)?.reason, Reason::SecondFactorReused)?;
    send(&mut world, &row, 3, 80)?;
    world.upkeep(&super::KEEP_ALL)?;
    world = world.reopen()?;
    let later = send(&mut world, &row, 4, 80)?;
    same("after upkeep", later.reason, Reason::SecondFactorReused)
}

/// A change of the key gives nothing back.
pub(super) fn steps_survive_a_change_of_the_key(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    send(&mut world, &row, 1, 70)?;
    let row = world.edit(&row, |KeyRow { record: KeyRecord { restrictions, .. }, .. }| {
        restrictions.nonce_window = 50;
    })?;
    same("again", send(&mut world, &row, 2, 70)?.reason, Reason::SecondFactorReused)
}
