use super::{Fault, Faulty};
use crate::MemoryStore;
use crate::conformance::make;
use claviger_core::id::LogId;
use claviger_core::store::{CommitError, Lane, Store};
use std::time::{Duration, Instant};

const LOG: LogId = LogId(0);
const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(20);

fn opened() -> (Faulty<MemoryStore>, Box<dyn Lane>) {
    let store = Faulty::new(MemoryStore::new());
    let lane = store.open_lane(LOG).unwrap();
    (store, lane)
}

fn commit(lane: &mut dyn Lane) -> Result<(), CommitError> {
    lane.commit(&[make::note(1)], make::START).map(drop)
}

fn entries(store: &dyn Store) -> usize {
    store.entries(LOG, 0, usize::MAX).unwrap().len()
}

#[test]
fn the_nth_commit_meets_its_fault_and_no_other() {
    let (store, mut lane) = opened();
    store.faults().at(3, Fault::NotCommitted);
    store.faults().at(4, Fault::UnknownWritten);
    assert!(commit(lane.as_mut()).is_ok() && commit(lane.as_mut()).is_ok());
    assert!(matches!(commit(lane.as_mut()), Err(CommitError::NotCommitted(_))));
    assert_eq!(entries(store.inner()), 2);
    lane.reopen().unwrap();
    assert!(matches!(commit(lane.as_mut()), Err(CommitError::Unknown(_))));
    assert_eq!(entries(store.inner()), 3);
    lane.reopen().unwrap();
    assert_eq!(lane.head().next_sequence, 3);
    assert!(commit(lane.as_mut()).is_ok());
    assert_eq!(store.faults().commits(), 5);
}

/// Commits on a thread of its own, lets the test look while it is stalled, then releases it.
fn stalled(fault: Fault, written_meanwhile: usize) {
    let (store, mut lane) = opened();
    let faults = store.faults();
    faults.next(fault);
    std::thread::scope(|scope| {
        let committing = scope.spawn(|| commit(lane.as_mut()));
        assert!(faults.wait_stalled(LONG));
        assert_eq!(entries(&store), written_meanwhile, "reads go on");
        faults.release();
        assert!(committing.join().unwrap().is_ok());
    });
    assert_eq!(entries(&store), 1);
}

#[test]
fn a_stalled_commit_goes_on_when_released() {
    stalled(Fault::Stall(LONG), 0);
    stalled(Fault::StallWritten(LONG), 1);
}

#[test]
fn a_stall_has_an_end_of_its_own() {
    let (store, mut lane) = opened();
    store.faults().next(Fault::Stall(SHORT));
    let begun = Instant::now();
    assert!(commit(lane.as_mut()).is_ok());
    assert!(begun.elapsed() >= SHORT);
    assert!(!store.faults().wait_stalled(SHORT));
}

#[test]
fn a_crash_wakes_the_stalled_and_fails_them() {
    let (store, mut lane) = opened();
    let faults = store.faults();
    faults.next(Fault::Stall(LONG));
    std::thread::scope(|scope| {
        let committing = scope.spawn(|| commit(lane.as_mut()));
        assert!(faults.wait_stalled(LONG));
        faults.crash();
        assert!(matches!(committing.join().unwrap(), Err(CommitError::NotCommitted(_))));
    });
    assert!(store.stats().is_err() && lane.reopen().is_err());
    assert_eq!(entries(store.inner()), 0);
}

#[test]
fn reads_and_openings_fail_when_told() {
    let (store, mut lane) = opened();
    store.faults().fail_reads(true);
    assert!(store.stats().is_err() && store.key(make::key_id(1)).is_err());
    store.faults().fail_reads(false);
    assert!(store.stats().is_ok());
    store.faults().fail_reopens(2);
    assert!(lane.reopen().is_err() && store.open_lane(LOG).is_err());
    assert!(lane.reopen().is_ok() && commit(lane.as_mut()).is_ok());
}

#[test]
fn upkeep_waits_for_the_reopening_too() {
    let (store, mut lane) = opened();
    store.faults().next(Fault::UnknownNotWritten);
    assert!(commit(lane.as_mut()).is_err());
    let keep = crate::conformance::KEEP_ALL;
    assert!(lane.maintain(make::START, &keep).is_err());
    lane.reopen().unwrap();
    assert!(lane.maintain(make::START, &keep).is_ok());
}
