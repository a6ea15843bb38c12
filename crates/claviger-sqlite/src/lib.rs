//! The embedded engine: the Store contract on one SQLite file, owned by one process.
//!
//! Purpose: settle groups of claims and changes in one durable transaction each, at the price of
//! about one sync; keep keys, tokens, accounts, journal and log; find a key's history among tens
//! of millions of entries; start within a second.
//!
//! It must not know: what a secret is (it keeps sealed bytes), what a call means, the wire, the
//! clock (time is an argument), or the bytes of an entry (`claviger-audit`'s).
//!
//! Promises it carries: P1 (nonces are judged in memory by the one writer, burnt by the entry that
//! is synced), P3 (an entry and the change it tells of are one transaction), P4 (WAL with
//! `synchronous=FULL`), P6 (a failed sync closes every handle), P14 (a store that was
//! rolled back is held as a whole), P15 (an entry's time never falls).
//!
//! # Layout
//! A group is one row (or a few, when it is large) of packed entries, and the lane's row, moved on
//! by compare-and-set. Nothing else is written for a call. Behind the calls, in
//! [`Lane::maintain`](claviger_core::store::Lane::maintain): nonces and open claims are
//! checkpointed, so that a start replays only the end of the log; the index of histories is
//! written in segments of consecutive sequences; old entries are dropped. The write-ahead log is
//! copied by a thread of its own.
//!
//! # After a failure
//! A failed commit or sync closes the writer; `reopen` closes the readers, too, recovers on fresh
//! handles, writes what the write-ahead log holds into the database and syncs that before anything
//! rests on it: after a failed sync the kernel may show pages that never reached the disk.
//!
//! # Teeth
//! Features that are deliberate faults, never on in a release: `fault-synchronous-normal` commits
//! without a sync (P4), `fault-answer-before-sync` answers a commit and makes it only before the
//! next call of the lane (P1).

mod backup;
mod checkpoint;
mod connect;
mod error;
mod index;
mod lane;
mod lock;
mod options;
mod pool;
mod read;
mod restore;
mod row;
mod schema;
mod shared;
mod store;

pub use backup::{BackupError, Point, backup};
pub use options::Options;
pub use restore::{Verified, hold, take_in, verify};
pub use schema::Migration;
pub use store::SqliteStore;
