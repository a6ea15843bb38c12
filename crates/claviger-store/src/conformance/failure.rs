//! After a failed commit the lane must be reopened, and then tells the truth.

use super::world::{LOG, World};
use super::{Broken, Fixture, Verdict, ensure, make, same};
use crate::{Fault, Faulty};
use claviger_core::store::{CommitError, Item, Lane, Settled, Store};

/// The store behind the fault-injecting wrapper, and key 1 in it.
pub(super) struct Shaky {
    pub(super) lane: Box<dyn Lane>,
    pub(super) store: Faulty<dyn Store>,
    call: Item,
}

fn shaky(fixture: &dyn Fixture) -> Result<Shaky, Broken> {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let call = Item::Claim(world.call(&row, 1));
    drop(world);
    shaky_over(fixture, call)
}

/// What is there already, behind the wrapper.
pub(super) fn shaky_over(fixture: &dyn Fixture, call: Item) -> Result<Shaky, Broken> {
    let store = Faulty::<dyn Store>::over(fixture.open()?.into());
    let lane = store.open_lane(LOG)?;
    Ok(Shaky { lane, store, call })
}

/// One call meets the fault; gives how many entries it turned out to have written.
fn meet(shaky: &mut Shaky, fault: Fault) -> Result<u64, Broken> {
    let before = shaky.lane.head().next_sequence;
    shaky.store.faults().next(fault);
    let group = std::slice::from_ref(&shaky.call);
    ensure(shaky.lane.commit(group, make::START).is_err(), "the commit failed")?;
    same("head before reopening", shaky.lane.head().next_sequence, before)?;
    let again = shaky.lane.commit(group, make::START);
    ensure(matches!(again, Err(CommitError::NotCommitted(_))), "the lane must be reopened first")?;
    shaky.lane.reopen()?;
    let after = shaky.lane.head().next_sequence;
    same("head and log", shaky.store.entries(LOG, 0, usize::MAX)?.len() as u64, after)?;
    Ok(after - before)
}

fn accepted(shaky: &mut Shaky) -> Result<bool, Broken> {
    let settled = shaky.lane.commit(std::slice::from_ref(&shaky.call), make::START)?;
    Ok(matches!(settled.first(), Some(Settled::Accepted(_))))
}

pub(super) fn not_committed_is_not_there(fixture: &dyn Fixture) -> Verdict {
    let mut shaky = shaky(fixture)?;
    same("entries written", meet(&mut shaky, Fault::NotCommitted)?, 0)?;
    ensure(accepted(&mut shaky)?, "its nonce is still good")
}

pub(super) fn unknown_and_not_written_is_not_there(fixture: &dyn Fixture) -> Verdict {
    let mut shaky = shaky(fixture)?;
    same("entries written", meet(&mut shaky, Fault::UnknownNotWritten)?, 0)?;
    ensure(accepted(&mut shaky)?, "its nonce is still good")
}

pub(super) fn unknown_and_written_is_there(fixture: &dyn Fixture) -> Verdict {
    let mut shaky = shaky(fixture)?;
    same("entries written", meet(&mut shaky, Fault::UnknownWritten)?, 1)?;
    ensure(!accepted(&mut shaky)?, "its nonce is burnt")
}

/// The process dies in the commit; the store is opened anew.
pub(super) fn a_crash_leaves_all_or_nothing(fixture: &dyn Fixture) -> Verdict {
    let mut shaky = shaky(fixture)?;
    for written in [false, true] {
        let before = shaky.lane.head().next_sequence;
        shaky.store.faults().next(Fault::Crash { written });
        let failed = shaky.lane.commit(std::slice::from_ref(&shaky.call), make::START);
        ensure(matches!(failed, Err(CommitError::Unknown(_))), "the process died")?;
        ensure(shaky.lane.reopen().is_err() && shaky.store.stats().is_err(), "and stays dead")?;
        let Shaky { lane, store, call } = shaky;
        drop(lane);
        drop(store);
        let store = Faulty::<dyn Store>::over(fixture.open()?.into());
        shaky = Shaky { lane: store.open_lane(LOG)?, store, call };
        let after = shaky.lane.head().next_sequence;
        same("entries written", after - before, u64::from(written))?;
    }
    ensure(!accepted(&mut shaky)?, "the nonce was burnt by the one that was written")
}
