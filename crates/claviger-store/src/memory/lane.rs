//! The writing half.

use super::image::{Image, Log};
use super::settle::settle;
use super::upkeep::upkeep;
use super::{MemoryDisk, MemoryStore};
use claviger_core::id::LogId;
use claviger_core::store::{
    CommitError, Item, Lane, LaneHead, OpenClaim, Retention, Settled, Store as _, StoreError, Upkeep,
};
use claviger_core::time::Timestamp;

pub(super) struct MemoryLane {
    store: MemoryStore,
    head: LaneHead,
}

impl MemoryStore {
    /// Takes the lane over: whoever held the epoch before can commit nothing more.
    pub(super) fn take_lane(&self, log: LogId) -> Result<MemoryLane, StoreError> {
        let head = self.write(|image| {
            image.logs.entry(log).or_default().epoch += 1;
            head_of(image, log)
        })?;
        Ok(MemoryLane { store: self.clone(), head })
    }
}

fn head_of(image: &Image, log: LogId) -> LaneHead {
    let empty = Log::default();
    let stored = image.logs.get(&log).unwrap_or(&empty);
    LaneHead {
        log,
        epoch: stored.epoch,
        next_sequence: stored.next_sequence(),
        latest: stored.latest,
        next_journal: image.journal.next,
    }
}

impl MemoryLane {
    /// Works on the image as the owner of the lane.
    fn as_owner<T>(&mut self, work: impl FnOnce(&mut Image) -> T) -> Result<T, CommitError> {
        let (log, epoch) = (self.head.log, self.head.epoch);
        let done = self.store.write(|image| {
            if head_of(image, log).epoch != epoch {
                return None;
            }
            let done = work(image);
            Some((done, head_of(image, log)))
        });
        match done {
            Ok(Some((done, head))) => {
                self.head = head;
                Ok(done)
            }
            Ok(None) => Err(CommitError::Fenced),
            Err(dead) => Err(CommitError::NotCommitted(dead.to_string())),
        }
    }
}

impl Lane for MemoryLane {
    fn head(&self) -> LaneHead {
        self.head
    }

    fn commit(&mut self, items: &[Item], now: Timestamp) -> Result<Vec<Settled>, CommitError> {
        let log = self.head.log;
        self.as_owner(|image| settle(image, log, items, now))
    }

    fn reopen(&mut self) -> Result<(), StoreError> {
        let found = self.store.read(|image| head_of(image, self.head.log))?;
        if found.epoch != self.head.epoch {
            return Err(StoreError::InUse);
        }
        self.head = found;
        Ok(())
    }

    fn open_claims(&self) -> Vec<OpenClaim> {
        let log = self.head.log;
        let open = self.store.read(|image| {
            let open = image.logs.get(&log).map(|log| &log.open).into_iter().flatten();
            open.map(|(sequence, draft)| OpenClaim { sequence: *sequence, draft: draft.clone() }).collect()
        });
        open.unwrap_or_default()
    }

    fn maintain(&mut self, now: Timestamp, retention: &Retention) -> Result<Upkeep, CommitError> {
        let log = self.head.log;
        self.as_owner(|image| upkeep(image, log, now, retention))
    }
}

/// Opens at most one store at a time on the disk, as engines on files do.
impl crate::conformance::Fixture for MemoryDisk {
    fn open(&self) -> Result<Box<dyn claviger_core::store::Store>, StoreError> {
        let store = MemoryDisk::open(self)?;
        // Fails early, as an engine that cannot read its files does.
        store.stats()?;
        Ok(Box::new(store))
    }
}
