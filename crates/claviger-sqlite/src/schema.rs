//! The tables, whether a file has them, and how an older file gets them.
//!
//! 64-bit numbers without a sign (revisions, nonce windows) are stored as the signed number with
//! the same bits. A *slot* is the dense number of a key or an account; slots are never reused.
//!
//! A new file gets the tables of version 1 and then every step, in one transaction, so there is
//! no second description of the tables that an old file could come to differ from.
//!
//! # Order of writes of a migration
//! 1. The write-ahead log is copied into the file and cut: nothing rests on what an earlier
//!    process may not have brought to the disk.
//! 2. The room on the disk is judged, for all steps at once. Nothing was written yet.
//! 3. Each step is one transaction: its tables, a row of `migrations` that it was made, and the
//!    version in the header. It is synced before the next one begins.
//! 4. The lane is opened. Its first commit or round of upkeep is preceded by a transaction that
//!    writes the audit entry and marks the row as told.
//!
//! A process stopped before the commit of a step leaves the old version, whole; after it the new
//! one, whole, and the next start goes on from there. Stopped between 3 and 4, the row says that
//! the entry is still owed, and the next lane writes it; since entry and mark are one transaction
//! it is written once. No call is settled before it.

mod file;
mod migrate;
mod room;
mod steps;
#[cfg(test)]
mod tests;
mod told;
mod version_1;
mod whole;

pub(crate) use file::{check, inspect, prepare};
pub use migrate::Migration;
pub(crate) use told::{tell, untold};
pub(crate) use whole::whole;
