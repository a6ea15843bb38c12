//! Showing the state.

use super::tail::Mark;
use super::{Paper, State};
use claviger::NotRecorded;
use claviger_venue::Venue;
use std::future::poll_fn;

/// The paper exchange is stale and has not been read again yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the paper exchange is being read again after a failure of the store")]
pub struct Unavailable;

impl Paper {
    /// Looks at the state, and waits until what was seen is durable.
    ///
    /// # Errors
    /// [`Unavailable`].
    pub async fn read<T>(&self, look: impl FnOnce(&Venue) -> T) -> Result<T, Unavailable> {
        let (seen, mark) = {
            let state = self.fresh()?;
            (look(&state.venue), state.tail.latest())
        };
        #[cfg(feature = "fault-show-undurable")]
        let mark = mark.filter(|_| false);
        match mark {
            None => Ok(seen),
            Some(mark) => self.durable(mark).await.map(|()| seen).map_err(|NotRecorded| Unavailable),
        }
    }

    /// Looks at the state as it stands, durable or not: for decisions that are checked again.
    pub(crate) fn peek<T>(&self, look: impl FnOnce(&Venue) -> T) -> T {
        look(&self.state.lock().venue)
    }

    /// The lock, unless the state is stale.
    pub(super) fn fresh(&self) -> Result<parking_lot::MutexGuard<'_, State>, Unavailable> {
        let mut state = self.state.lock();
        state.tail.settle(&self.bell);
        if state.tail.is_stale() { Err(Unavailable) } else { Ok(state) }
    }

    /// Waits until a record is durable.
    pub(super) async fn durable(&self, mark: Mark) -> Result<(), NotRecorded> {
        poll_fn(|context| self.state.lock().tail.poll(mark, &self.bell, context)).await
    }
}
