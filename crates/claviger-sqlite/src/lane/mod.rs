//! The writing half: one log, one connection that writes.

mod active;
mod change;
mod claim;
mod commit;
mod group;
mod hot;
mod maintain;
mod open;
mod replay;
mod retention;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use open::take_over;

use crate::shared::Shared;
use active::Active;
use claviger_core::store::{
    CommitError, Item, Lane, LaneHead, OpenClaim, Retention, Settled, StoreError, Upkeep,
};
use claviger_core::time::Timestamp;
use std::sync::Arc;

/// The lane. After a failure it has closed everything, and waits for [`Lane::reopen`].
pub(crate) struct SqliteLane {
    shared: Arc<Shared>,
    head: LaneHead,
    active: Option<Active>,
}

impl SqliteLane {
    pub(crate) fn new(shared: Arc<Shared>, active: Active) -> Self {
        SqliteLane { shared, head: active.head, active: Some(active) }
    }

    /// Works with what is open; closes it if that fails.
    fn with<T>(
        &mut self,
        work: impl FnOnce(&mut Active, &Shared) -> Result<T, CommitError>,
    ) -> Result<T, CommitError> {
        let closed = || CommitError::NotCommitted("the lane has to be reopened first".to_owned());
        let active = self.active.as_mut().ok_or_else(closed)?;
        let result = active.healthy().and_then(|()| work(active, &self.shared));
        if result.is_ok() {
            self.head = active.head;
        } else {
            self.active = None;
        }
        result
    }
}

impl Lane for SqliteLane {
    fn head(&self) -> LaneHead {
        self.head
    }

    fn commit(&mut self, items: &[Item], now: Timestamp) -> Result<Vec<Settled>, CommitError> {
        self.with(|active, shared| active.commit(items, now, shared))
    }

    fn reopen(&mut self) -> Result<(), StoreError> {
        self.active = None;
        let active = open::reopen(&self.shared, self.head.log, self.head.epoch)?;
        self.head = active.head;
        self.active = Some(active);
        Ok(())
    }

    fn open_claims(&self) -> Vec<OpenClaim> {
        let claims = self.active.iter().flat_map(|active| &active.open);
        claims.map(|(sequence, draft)| OpenClaim { sequence: *sequence, draft: draft.clone() }).collect()
    }

    fn maintain(&mut self, now: Timestamp, retention: &Retention) -> Result<Upkeep, CommitError> {
        self.with(|active, shared| active.maintain(now, retention, shared))
    }
}
