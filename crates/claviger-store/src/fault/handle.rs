//! The handle by which a test says what shall go wrong, and when.

use super::Fault;
use claviger_core::store::StoreError;
use parking_lot::{Condvar, Mutex};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What shall go wrong. Clones are the same handle.
#[derive(Clone, Default)]
pub struct Faults(Arc<Shared>);

#[derive(Default)]
struct Shared {
    plan: Mutex<Plan>,
    changed: Condvar,
}

#[derive(Default)]
struct Plan {
    /// Commits begun so far.
    commits: u64,
    /// By the number of the commit, from 1.
    faults: BTreeMap<u64, Fault>,
    stalled: usize,
    /// Rises with every release.
    releases: u64,
    reads_fail: bool,
    failing_reopens: u32,
    upkeep_stalls: Option<Duration>,
    crashed: bool,
}

impl Faults {
    /// The `nth` commit from now meets `fault`; 1 is the next one. A later word about the same
    /// commit replaces the earlier one.
    pub fn at(&self, nth: u64, fault: Fault) {
        let mut plan = self.0.plan.lock();
        let number = plan.commits.saturating_add(nth.max(1));
        plan.faults.insert(number, fault);
    }

    /// The next commit meets `fault`.
    pub fn next(&self, fault: Fault) {
        self.at(1, fault);
    }

    /// The next upkeep stalls, at most so long.
    pub fn stall_upkeep(&self, most: Duration) {
        self.0.plan.lock().upkeep_stalls = Some(most);
    }

    /// How long this upkeep stalls.
    pub(super) fn upkeep(&self) -> Option<Duration> {
        self.0.plan.lock().upkeep_stalls.take()
    }

    /// Lets every stalled commit go on.
    pub fn release(&self) {
        self.0.plan.lock().releases += 1;
        self.0.changed.notify_all();
    }

    /// Waits until a commit is stalled, at most `most`; says whether one is.
    #[must_use]
    pub fn wait_stalled(&self, most: Duration) -> bool {
        self.wait(most, |plan| plan.stalled > 0)
    }

    /// Reads fail from now on, or work again.
    pub fn fail_reads(&self, fail: bool) {
        self.0.plan.lock().reads_fail = fail;
    }

    /// The next `count` openings and reopenings of a lane fail.
    pub fn fail_reopens(&self, count: u32) {
        self.0.plan.lock().failing_reopens = count;
    }

    /// The process dies now: every later call on this handle fails.
    pub fn crash(&self) {
        self.0.plan.lock().crashed = true;
        self.release();
    }

    /// How many commits were begun.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.0.plan.lock().commits
    }

    /// Counts one commit; gives what it meets.
    pub(super) fn begin(&self) -> Option<Fault> {
        let mut plan = self.0.plan.lock();
        plan.commits += 1;
        let number = plan.commits;
        plan.faults.remove(&number)
    }

    /// Waits for a release, at most `most`.
    pub(super) fn stall(&self, most: Duration) {
        let before = {
            let mut plan = self.0.plan.lock();
            plan.stalled += 1;
            plan.releases
        };
        self.0.changed.notify_all();
        self.wait(most, |plan| plan.releases != before);
        self.0.plan.lock().stalled -= 1;
    }

    /// Fails if the process died.
    pub(super) fn alive(&self) -> Result<(), StoreError> {
        if self.0.plan.lock().crashed { Err(unavailable("the store crashed")) } else { Ok(()) }
    }

    /// Fails if reads are to fail.
    pub(super) fn reading(&self) -> Result<(), StoreError> {
        self.alive()?;
        if self.0.plan.lock().reads_fail { Err(unavailable("reads fail")) } else { Ok(()) }
    }

    /// Fails if lanes are not to open.
    pub(super) fn opening(&self) -> Result<(), StoreError> {
        self.alive()?;
        let mut plan = self.0.plan.lock();
        match plan.failing_reopens.checked_sub(1) {
            Some(left) => {
                plan.failing_reopens = left;
                Err(unavailable("the lane does not open"))
            }
            None => Ok(()),
        }
    }

    fn wait(&self, most: Duration, until: impl Fn(&Plan) -> bool) -> bool {
        let deadline = Instant::now() + most;
        let mut plan = self.0.plan.lock();
        while !until(&plan) {
            if self.0.changed.wait_until(&mut plan, deadline).timed_out() {
                return until(&plan);
            }
        }
        true
    }
}

fn unavailable(why: &str) -> StoreError {
    StoreError::Unavailable(why.to_owned())
}
