//! Reads of the store block, so they run on threads of their own; nobody waits for them for long.

use crate::authority::Authority;
use claviger_core::store::{Store, StoreError};
use std::time::Duration;

/// Longest wait for a read while the lane is broken: the store's readers wait until it has been
/// read again, which takes as long as the disk takes.
const WHILE_BROKEN: Duration = Duration::from_millis(250);

/// Reads that may wait for a thread and a reader at once, whoever asked for them: a disk that does
/// not answer must not fill the memory.
pub(crate) const MAX_WAITING: usize = 4_096;

impl Authority {
    /// Reads from the store without holding up the runtime, and for no longer than a commit may
    /// take; a read that takes longer ends by itself, unheard.
    ///
    /// # Errors
    /// [`StoreError`]; *unavailable* if it took too long.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        // The place is given back when the read has ended, not when nobody waits for it any more.
        let Ok(place) = self.reads.clone().try_acquire_owned() else {
            return Err(StoreError::Unavailable("too many reads wait already".to_owned()));
        };
        let store = self.store().clone();
        let limit = if self.lane().is_healthy() { self.limits().commit_stall } else { WHILE_BROKEN };
        let reading = tokio::task::spawn_blocking(move || {
            let _place = place;
            look(&*store)
        });
        let late = || StoreError::Unavailable(format!("a read has not ended within {limit:?}"));
        match tokio::time::timeout(limit, reading).await {
            Ok(Ok(read)) => read,
            Ok(Err(_)) => Err(StoreError::Unavailable("a read was interrupted".to_owned())),
            Err(_) => Err(late()),
        }
    }
}
