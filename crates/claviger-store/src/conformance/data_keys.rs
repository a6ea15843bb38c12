//! The wrapped data keys are replaced whole, from the generation they were read at.

use super::world::World;
use super::{Fixture, Verdict, make, same};
use claviger_core::store::{Change, Conflict, Settled, WrappedKeys};

fn replace(keys: &[(u32, Vec<u8>)], from: u64) -> Change {
    Change::DataKeys { wrapped: keys.to_vec(), from }
}

pub(super) fn a_new_store_has_none(fixture: &dyn Fixture) -> Verdict {
    let world = World::empty(fixture)?;
    same("data keys", world.store.data_keys()?, WrappedKeys::default())
}

pub(super) fn each_replacement_is_a_generation(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::empty(fixture)?;
    let sets = [vec![(1, vec![1; 60])], vec![(1, vec![2; 60]), (7, vec![0, 255])], vec![]];
    for (generation, keys) in sets.into_iter().enumerate() {
        world.written(make::change(replace(&keys, generation as u64)))?;
        let wanted = WrappedKeys { generation: generation as u64 + 1, keys };
        same("data keys", world.store.data_keys()?, wanted.clone())?;
        world = world.reopen()?;
        same("after reopening", world.store.data_keys()?, wanted)?;
    }
    Ok(())
}

pub(super) fn another_generation_conflicts(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::empty(fixture)?;
    world.conflicts(replace(&[], 1), Conflict::Revision)?;
    let keys = [(1, vec![1])];
    world.written(make::change(replace(&keys, 0)))?;
    world.conflicts(replace(&[(1, vec![2])], 0), Conflict::Revision)?;
    world.conflicts(replace(&[(1, vec![2])], 2), Conflict::Revision)?;
    same("data keys", world.store.data_keys()?, WrappedKeys { generation: 1, keys: keys.to_vec() })
}

pub(super) fn two_from_one_generation_meet_in_one_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::empty(fixture)?;
    let race = [make::change(replace(&[(1, vec![1])], 0)), make::change(replace(&[(1, vec![2])], 0))];
    let settled = world.commit(&race)?;
    same("the second", settled.get(1), Some(&Settled::Conflict(Conflict::Revision)))?;
    same("the first stands", world.store.data_keys()?.keys, vec![(1, vec![1])])
}
