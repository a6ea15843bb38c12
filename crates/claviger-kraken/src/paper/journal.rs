//! Where the venue's records are kept.

use super::said::withdrawal_words;
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::id::AccountId;
use claviger::core::store::{Change, Mutation, Store, StoreError};
use claviger::core::time::Timestamp;
use claviger::manage::{Caller, act};
use claviger::{Authority, ChangeError, NotRecorded};
use claviger_venue::{ApplyError, Firing, JournalError, Venue, Withdrawal, decode_events};
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

/// What happened by itself and goes on record as an act of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fired {
    /// A dead man's switch went off.
    Switch {
        /// Whose it was.
        account: AccountId,
        /// How many orders it cancelled.
        orders: usize,
    },
    /// A withdrawal arrived.
    Withdrawal {
        /// Whose it is.
        account: AccountId,
        /// As it was asked for.
        withdrawal: Box<Withdrawal>,
    },
    /// A price alert fired.
    Alert {
        /// Whose it is.
        account: AccountId,
        /// What there is to tell of it.
        firing: Box<Firing>,
    },
}

impl Fired {
    /// What goes on record: nobody asked for it but the system itself.
    fn mutation(&self, journal: Vec<u8>) -> Mutation {
        let (account, action) = match self {
            Fired::Switch { account, .. } => (*account, Action::SwitchFired),
            Fired::Withdrawal { account, .. } => (*account, Action::WithdrawalCompleted),
            Fired::Alert { account, .. } => (*account, Action::AlertFired),
        };
        let entry = act(&Caller::system(account), action, Target::Account, 0, &self.words());
        Mutation { journal, ..Mutation::new(Change::UPSTREAM, entry) }
    }

    fn words(&self) -> String {
        match self {
            Fired::Switch { orders: 1, .. } => "1 open order was cancelled".to_owned(),
            Fired::Switch { orders, .. } => format!("{orders} open orders were cancelled"),
            Fired::Withdrawal { withdrawal, .. } => withdrawal_words(withdrawal),
            Fired::Alert { firing, .. } => alert_words(firing),
        }
    }
}

/// As in `AL7J4FF-BGM7G-V2JMIH: XBTUSD above 120000.0, at 120010.5 (1.20 % in 24 h) since 2026-11-22T21:13:05Z`.
fn alert_words(firing: &Firing) -> String {
    let (alert, pair, price) = (firing.alert, firing.pair, firing.price);
    let (condition, percent) = (firing.condition.text(pair), firing.change().percent());
    let since = Timestamp::from_micros(firing.at.0);
    format!("{alert}: {} {condition}, at {price} ({percent} % in 24 h) since {since}", pair.altname())
}

/// The journal of one venue. Records are kept in the order in which they were handed over.
pub trait Journal: Send + Sync {
    /// Queues a record; the queueing happens in this call, before the future is polled. Gives the
    /// number of the record that will follow it.
    fn append(&self, bytes: Vec<u8>) -> Landing<u64>;

    /// Queues the record of what happened by itself, together with the entry that says so, in one transaction.
    fn append_fired(&self, fired: &Fired, bytes: Vec<u8>) -> Landing;

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

    fn append_fired(&self, fired: &Fired, bytes: Vec<u8>) -> Landing {
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
