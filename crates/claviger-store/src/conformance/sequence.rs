//! Sequences are dense from 0: every entry takes one, nothing else does.

use super::world::{LOG, World, place_of};
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::reason::Reason;
use claviger_core::store::{Item, NonceUse};

pub(super) fn a_new_log_begins_at_zero(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::empty(fixture)?;
    let head = world.lane.head();
    same("log", head.log, LOG)?;
    same("next sequence of a new log", head.next_sequence, 0)?;
    same("next journal record of a new store", head.next_journal, 0)?;
    same("first sequence", world.written(make::note(1))?.sequence, 0)?;
    same("next sequence", world.lane.head().next_sequence, 1)
}

pub(super) fn dense_within_and_across_groups(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let mut expected = 1;
    for size in [1, 7, 2, 40] {
        let group = vec![make::note(1); size];
        for settled in world.commit(&group)? {
            same("sequence", place_of(&settled).map(|place| place.sequence), Some(expected))?;
            expected += 1;
        }
        same("next sequence", world.lane.head().next_sequence, expected)?;
    }
    let sequences: Vec<u64> = world.entries()?.iter().map(|entry| entry.place.sequence).collect();
    same("sequences read back", sequences, (0..expected).collect())
}

pub(super) fn dense_across_reopening(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    for expected in 1..6 {
        same("sequence", world.written(make::note(1))?.sequence, expected)?;
        world = world.reopen()?;
        same("next sequence after reopening", world.lane.head().next_sequence, expected + 1)?;
    }
    Ok(())
}

pub(super) fn refused_calls_take_one_and_stale_ones_none(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let call = |nonce| make::claim(&row.record, NonceUse::Judge(nonce), world.now);
    let stale = claviger_core::store::Claim { revision: 9, ..call(3) };
    let late = claviger_core::store::Claim { deadline: world.now, ..call(4) };
    let refused = make::refused(call(2), Reason::PermissionMissing);
    let group = [stale, call(1), late, refused, call(1)].map(Item::Claim);
    let settled = world.commit(&group)?;
    let places: Vec<_> = settled.iter().map(|one| place_of(one).map(|place| place.sequence)).collect();
    same("accepted calls", places, vec![None, Some(2), None, None, None])?;
    same("entries of the group", world.lane.head().next_sequence, 5)
}

pub(super) fn a_group_of_nothing_changes_nothing(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let before = world.lane.head();
    ensure(world.commit(&[])?.is_empty(), "an empty group has no results")?;
    same("head after an empty group", world.lane.head(), before)
}
