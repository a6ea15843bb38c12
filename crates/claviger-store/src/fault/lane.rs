//! A lane whose commits fail when they are told to.

use super::{Fault, Faults};
use claviger_core::store::{
    CommitError, Item, Lane, LaneHead, OpenClaim, Retention, Settled, StoreError, Upkeep,
};
use claviger_core::time::Timestamp;

pub(super) struct FaultyLane {
    faults: Faults,
    inner: Box<dyn Lane>,
    /// What the owner believes: after a failure, what it was before, until the lane is reopened.
    head: LaneHead,
    broken: bool,
}

impl FaultyLane {
    pub(super) fn new(faults: Faults, inner: Box<dyn Lane>) -> Self {
        let head = inner.head();
        FaultyLane { faults, inner, head, broken: false }
    }

    /// A lane that failed must be reopened before it does anything more.
    fn usable(&self) -> Result<(), CommitError> {
        self.faults.alive().map_err(not_committed)?;
        if self.broken {
            return Err(CommitError::NotCommitted("the lane must be reopened".to_owned()));
        }
        Ok(())
    }

    fn faulty_commit(&mut self, items: &[Item], now: Timestamp) -> Result<Vec<Settled>, CommitError> {
        match self.faults.begin() {
            None => self.inner.commit(items, now),
            Some(Fault::NotCommitted) => Err(CommitError::NotCommitted("told to fail".to_owned())),
            Some(Fault::UnknownNotWritten) => Err(unknown()),
            Some(Fault::UnknownWritten) => self.inner.commit(items, now).and(Err(unknown())),
            Some(Fault::Stall(most)) => {
                self.faults.stall(most);
                self.faults.alive().map_err(not_committed)?;
                self.inner.commit(items, now)
            }
            Some(Fault::StallWritten(most)) => {
                let settled = self.inner.commit(items, now)?;
                self.faults.stall(most);
                self.faults.alive().map_err(|_| unknown())?;
                Ok(settled)
            }
            Some(Fault::Crash { written }) => {
                if written {
                    self.inner.commit(items, now)?;
                }
                self.faults.crash();
                Err(unknown())
            }
        }
    }

    /// Notes how it went.
    fn after<T>(&mut self, done: Result<T, CommitError>) -> Result<T, CommitError> {
        match &done {
            Ok(_) => self.head = self.inner.head(),
            Err(_) => self.broken = true,
        }
        done
    }
}

impl Lane for FaultyLane {
    fn head(&self) -> LaneHead {
        self.head
    }

    fn commit(&mut self, items: &[Item], now: Timestamp) -> Result<Vec<Settled>, CommitError> {
        self.usable()?;
        let done = self.faulty_commit(items, now);
        self.after(done)
    }

    fn reopen(&mut self) -> Result<(), StoreError> {
        self.faults.opening()?;
        self.inner.reopen()?;
        self.head = self.inner.head();
        self.broken = false;
        Ok(())
    }

    fn open_claims(&self) -> Vec<OpenClaim> {
        self.inner.open_claims()
    }

    fn maintain(&mut self, now: Timestamp, retention: &Retention) -> Result<Upkeep, CommitError> {
        self.usable()?;
        if let Some(most) = self.faults.upkeep() {
            self.faults.stall(most);
        }
        let done = self.inner.maintain(now, retention);
        self.after(done)
    }
}

fn unknown() -> CommitError {
    CommitError::Unknown("told to lose the answer".to_owned())
}

fn not_committed(dead: StoreError) -> CommitError {
    CommitError::NotCommitted(dead.to_string())
}
