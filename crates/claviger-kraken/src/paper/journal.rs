//! Where the venue's records are kept.

use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::id::AccountId;
use claviger::core::store::{Change, Mutation, Store, StoreError};
use claviger::manage::{Caller, act};
use claviger::{Authority, ChangeError, NotRecorded};
use claviger_venue::{ApplyError, JournalError, Venue, decode_events};
use std::pin::Pin;
use std::sync::Arc;

/// Records read at once.
const BATCH: usize = 1_000;

/// Waits until a record is durable, or known never to be.
pub type Landing<T = ()> = Pin<Box<dyn Future<Output = Result<T, NotRecorded>> + Send>>;

/// Why the venue could not be read back.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The store.
    #[error("the paper exchange's journal could not be read")]
    Store(#[from] StoreError),
    /// The thread that was reading ended.
    #[error("reading the paper exchange's journal was interrupted")]
    Interrupted,
    /// A snapshot or record is malformed.
    #[error("the paper exchange's journal is malformed")]
    Malformed(#[from] JournalError),
    /// A record does not follow from those before it.
    #[error("record {number} of the paper exchange's journal does not follow from those before it")]
    Gap {
        /// Its number.
        number: u64,
        /// What did not fit.
        source: ApplyError,
    },
    /// The first snapshot could not be written.
    #[error("the paper exchange's first snapshot could not be written")]
    NotRecorded,
}

/// A dead man's switch that went off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fired {
    /// Whose it was.
    pub account: AccountId,
    /// How many orders it cancelled.
    pub orders: usize,
}

impl Fired {
    /// What goes on record: nobody asked for it but the system itself.
    fn mutation(self, journal: Vec<u8>) -> Mutation {
        let words = match self.orders {
            1 => "1 open order was cancelled".to_owned(),
            orders => format!("{orders} open orders were cancelled"),
        };
        let system = Caller::system(self.account);
        let entry = act(&system, Action::SwitchFired, Target::Account, 0, &words);
        Mutation { journal, ..Mutation::new(Change::UPSTREAM, entry) }
    }
}

/// The journal of one venue. Records are kept in the order in which they were handed over.
pub trait Journal: Send + Sync {
    /// Queues a record; the queueing happens in this call, before the future is polled. Gives the
    /// number of the record that will follow it.
    fn append(&self, bytes: Vec<u8>) -> Landing<u64>;

    /// Queues the record of a dead man's switch that went off, together with the entry that says so, in one transaction.
    fn append_fired(&self, fired: Fired, bytes: Vec<u8>) -> Landing;

    /// Queues a snapshot that stands for all records numbered below `below`.
    fn append_snapshot(&self, below: u64, bytes: Vec<u8>) -> Landing<u64>;

    /// Reads the venue back; `None` if nothing was ever written.
    fn load(&self) -> Pin<Box<dyn Future<Output = Result<Option<Venue>, LoadError>> + Send>>;
}

/// The journal in the authority's store, written through its lane: records have one order with
/// the calls and changes they belong to.
pub struct AuthorityJournal(pub Arc<Authority>);

/// A change as a landing. A future of the lane must say at once what it knows, so it is exempt
/// from the runtime's turn-taking.
fn landing<T: 'static>(change: impl Future<Output = Result<T, ChangeError>> + Send + 'static) -> Landing<T> {
    Box::pin(tokio::task::unconstrained(async { change.await.map_err(|_| NotRecorded) }))
}

impl Journal for AuthorityJournal {
    fn append(&self, bytes: Vec<u8>) -> Landing<u64> {
        landing(self.0.commit_journal(bytes))
    }

    fn append_fired(&self, fired: Fired, bytes: Vec<u8>) -> Landing {
        let committed = self.0.commit_change(fired.mutation(bytes));
        landing(async { committed.await.map(drop) })
    }

    fn append_snapshot(&self, below: u64, bytes: Vec<u8>) -> Landing<u64> {
        landing(self.0.commit_journal_snapshot(below, bytes))
    }

    fn load(&self) -> Pin<Box<dyn Future<Output = Result<Option<Venue>, LoadError>> + Send>> {
        let store = self.0.store().clone();
        Box::pin(async move {
            let read = tokio::task::spawn_blocking(move || load(&*store));
            read.await.map_err(|_| LoadError::Interrupted)?
        })
    }
}

/// The snapshot, and every record after it.
fn load(store: &dyn Store) -> Result<Option<Venue>, LoadError> {
    let Some((mut next, snapshot)) = store.journal_snapshot()? else { return Ok(None) };
    let mut venue = Venue::restore(&snapshot)?;
    loop {
        let records = store.journal(next, BATCH)?;
        let full = records.len() == BATCH;
        for record in records {
            let gap = |source| LoadError::Gap { number: record.number, source };
            venue.apply_all(&decode_events(&record.bytes)?).map_err(gap)?;
            next = record.number + 1;
        }
        if !full {
            return Ok(Some(venue));
        }
    }
}
