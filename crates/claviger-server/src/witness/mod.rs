//! The witness: somewhere apart from the data it is kept how far the log is, so that a data directory
//! that was rolled back, by copying files or by a snapshot of its volume, is noticed before it is
//! served (P14).
//!
//! What is kept is one small text, a statement (`claviger_audit::witness`), in a *place*: a file in a
//! directory elsewhere, or whatever answers PUT and GET at a URL.
//!
//! # At the start
//! Before anything is opened every place is read, within a limit of time. Before the lane is opened,
//! which raises the epoch, each statement is compared with the store. One that is behind, has another
//! history or is another store is not served. One statement is enough; if there is none though there
//! was one before, or a place that may have one cannot be read, the settings decide.
//!
//! # While it runs
//! Nothing here is on the way of a call. A task (`clerk`) notices that the log has grown, or that
//! something was changed, reads where the store stands as any reader does, and leaves the statement for
//! one thread per place (`keeper`). A place that hangs holds its own thread up and nothing else; one
//! that fails is tried again, less and less often. A place is read before it is written, so that a
//! statement of another store, or of a copy of this one that went on, is never written over.
//!
//! # Order of writes
//! 1. Entries are committed and synced.
//! 2. The statement of them is written.
//! 3. After the first one, a mark is left in the data directory that there is a witness.
//!
//! Stopped between 1 and 2, the store is ahead of its witness, which is fine: what is not witnessed yet
//! is what can be rolled back unnoticed. Stopped between 2 and 3, the mark is left by the next start.
//! Only what is synced is ever witnessed, so no crash leaves a store behind its witness.

mod clerk;
mod compare;
mod directory;
mod error;
mod keeper;
mod look;
mod mark;
mod place;
mod remote;
mod slot;
mod source;
mod watch;

pub(crate) use clerk::Clerk;
pub(crate) use compare::compared;
pub(crate) use error::witnessed_at;
pub use error::{Mismatch, PlaceError, WitnessError};
pub(crate) use look::{Looked, Seen, look};
pub(crate) use mark::is_marked;
pub(crate) use place::{Place, places};
pub(crate) use source::{Source, judged};
pub use watch::{PlaceState, PlaceStats, Watch};

use claviger_core::id::LogId;

/// The embedded store has one log.
pub(crate) const LOG: LogId = LogId(0);
