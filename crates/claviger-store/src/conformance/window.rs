//! Inside the nonce window each nonce is accepted once, in any order; a changed window re-admits
//! nothing (SECURITY-CASES 28).

use super::world::World;
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::nonce::MAX_ACCEPTED;
use claviger_core::store::{Item, NonceUse, Settled};

pub(super) fn inside_it_each_once_in_any_order(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 10)?;
    let calls = [(100, true), (95, true), (95, false), (91, true), (90, false), (100, false), (99, true)];
    for (nonce, wanted) in calls {
        same(&format!("nonce {nonce}"), world.accepts(&row, nonce)?, wanted)?;
    }
    same("above it", world.accepts(&row, 200)?, true)?;
    same("the old window", world.accepts(&row, 98)?, false)?;
    same("the new window", world.accepts(&row, 191)?, true)
}

pub(super) fn inside_it_in_one_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 5)?;
    let group = [50, 48, 50, 48, 46, 45, 52, 47, 48].map(|nonce| Item::Claim(world.call(&row, nonce)));
    let settled = world.commit(&group)?;
    let accepted: Vec<bool> = settled.iter().map(|one| matches!(one, Settled::Accepted(_))).collect();
    same("accepted", accepted, vec![true, true, false, false, true, false, true, false, false])
}

pub(super) fn a_change_closes_everything_so_far(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    for (n, before, after) in [(1, 0, 1000), (2, 10, 1000), (3, 1000, 10), (4, 1000, 0)] {
        let row = world.key(n, before)?;
        ensure(world.accepts(&row, 100)?, "before the change")?;
        let row = world.edit(&row, |row| row.record.restrictions.nonce_window = after)?;
        for nonce in [1, 50, 95, 99, 100] {
            ensure(!world.accepts(&row, nonce)?, "re-admitted by a change of the window")?;
        }
        ensure(world.accepts(&row, 105)?, "above the highest")?;
        same("the new window holds from there", world.accepts(&row, 104)?, after > 0)?;
    }
    Ok(())
}

pub(super) fn a_change_holds_inside_its_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let wide = make::edited(&row, |row| row.record.restrictions.nonce_window = 1000);
    let call = |record, nonce| Item::Claim(make::claim(record, NonceUse::Judge(nonce), world.now));
    let group = [
        call(&row.record, 100),
        make::update_key(&wide, 1),
        call(&wide.record, 60),
        call(&wide.record, 200),
        call(&wide.record, 150),
        call(&wide.record, 100),
    ];
    let settled = world.commit(&group)?;
    let refused: Vec<bool> = settled.iter().map(|one| matches!(one, Settled::Refused(..))).collect();
    same("refused", refused, vec![false, false, true, false, false, true])
}

/// A change of anything else leaves the window's nonces as they are.
pub(super) fn other_changes_keep_the_window(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 10)?;
    world.accepts(&row, 100)?;
    world.accepts(&row, 95)?;
    let row = world.edit(&row, |row| row.record.restrictions.not_before = Some(make::START))?;
    same("inside, new", world.accepts(&row, 96)?, true)?;
    same("inside, used", world.accepts(&row, 95)?, false)
}

/// At most so many are remembered; what is forgotten is closed, not re-admitted.
pub(super) fn overflow_raises_the_floor(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, u64::MAX)?;
    let first = 1_000_000;
    let used: Vec<u64> = (0..MAX_ACCEPTED as u64 + 2).map(|n| first + 2 * n).collect();
    for part in used.chunks(512) {
        let group: Vec<Item> = part.iter().map(|nonce| Item::Claim(world.call(&row, *nonce))).collect();
        let settled = world.commit(&group)?;
        let all = settled.iter().all(|one| matches!(one, Settled::Accepted(_)));
        ensure(all, "rising nonces are accepted")?;
    }
    world = world.reopen()?;
    // The two lowest were dropped: everything up to the second is closed.
    for (nonce, wanted) in [(first - 1, false), (first, false), (first + 2, false), (first + 4, false)] {
        same(&format!("nonce {nonce}"), world.accepts(&row, nonce)?, wanted)?;
    }
    same("a gap above the floor", world.accepts(&row, first + 5)?, true)
}
