//! Changes of what is on record, through the same lane as the calls, so that a revoke and the
//! calls it ends have one order.

use crate::authority::Authority;
use claviger_core::entry::Place;
use claviger_core::store::{Conflict, Item, Mutation, Settled};

/// A change was not made, or nobody can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Its conditions did not hold; nothing was written.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The store could not settle it in time. It may turn up: read before repeating.
    #[error("the store could not settle the change in time; look whether it was made before you repeat it")]
    Unavailable,
}

impl Authority {
    /// Commits a change with its entry; when this returns `Ok`, both are durable and no call
    /// decided from an older revision can be accepted any more.
    ///
    /// The queueing happens in this call, before the future is polled (see
    /// [`crate::Admitted::close`]).
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn commit_change(
        &self,
        mutation: Mutation,
    ) -> impl Future<Output = Result<Place, ChangeError>> + Send + use<> {
        let answer = self.lane.submit(Item::Change(Box::new(mutation)), self.lane.all_room());
        async {
            match answer.await {
                Ok((Settled::Written(place), _)) => Ok(place),
                Ok((Settled::Conflict(conflict), _)) => Err(conflict.into()),
                _ => Err(ChangeError::Unavailable),
            }
        }
    }

    /// Commits a journal record of the upstream that no call caused.
    ///
    /// The queueing happens in this call, before the future is polled.
    ///
    /// # Errors
    /// [`ChangeError::Unavailable`].
    pub fn commit_journal(
        &self,
        bytes: Vec<u8>,
    ) -> impl Future<Output = Result<u64, ChangeError>> + Send + use<> {
        self.commit_journal_item(Item::Journal(bytes))
    }

    /// Commits a snapshot of the upstream that stands for all journal records below `below`.
    ///
    /// # Errors
    /// [`ChangeError::Unavailable`].
    pub fn commit_journal_snapshot(
        &self,
        below: u64,
        bytes: Vec<u8>,
    ) -> impl Future<Output = Result<u64, ChangeError>> + Send + use<> {
        self.commit_journal_item(Item::JournalSnapshot { below, bytes })
    }

    fn commit_journal_item(
        &self,
        item: Item,
    ) -> impl Future<Output = Result<u64, ChangeError>> + Send + use<> {
        let answer = self.lane.submit(item, self.lane.all_room());
        async {
            match answer.await {
                Ok((Settled::Journaled(next), _)) => Ok(next),
                _ => Err(ChangeError::Unavailable),
            }
        }
    }
}
