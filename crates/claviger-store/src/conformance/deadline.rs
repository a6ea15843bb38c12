//! A decision may not be committed at or after its deadline.

use super::world::World;
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::reason::Reason;
use claviger_core::store::{Claim, Settled};

pub(super) fn the_deadline_itself_is_too_late(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let at = Claim { deadline: world.now, ..world.call(&row, 1) };
    same("at the deadline", world.claim(at.clone())?, Settled::PastDeadline)?;
    let past = Claim { deadline: world.now.plus_micros(-1), ..at.clone() };
    same("after the deadline", world.claim(past)?, Settled::PastDeadline)?;
    let before = Claim { deadline: world.now.plus_micros(1), ..at };
    ensure(matches!(world.claim(before)?, Settled::Accepted(_)), "a microsecond before is in time")
}

pub(super) fn a_late_call_burns_nothing(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let late = make::with_step(Claim { deadline: world.now, ..world.call(&row, 7) }, 70);
    same("a late call", world.claim(late.clone())?, Settled::PastDeadline)?;
    same("entries", world.lane.head().next_sequence, 2)?;
    let again = Claim { deadline: world.now.plus_secs(1), ..late };
    ensure(matches!(world.claim(again)?, Settled::Accepted(_)), "its nonce and step are still good")
}

pub(super) fn refusals_have_a_deadline_too(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let refused = make::refused(world.call(&row, 1), Reason::PermissionMissing);
    let late = Claim { deadline: world.now, ..refused };
    same("a late refusal", world.claim(late)?, Settled::PastDeadline)
}

/// A call that is both late and stale is stale: it is decided again from the key as it is.
pub(super) fn stale_ranks_before_late(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let both = Claim { deadline: world.now, revision: 2, ..world.call(&row, 1) };
    same("stale and late", world.claim(both)?, Settled::Stale)
}
