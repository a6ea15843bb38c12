//! Reviewing a key: what it was used for, the least that would have been enough for it, and what a change would have refused.
//! Everything here is pure: whoever reads the history shows it call by call ([`Recorded`]).

mod dry_run;
pub mod needs;
mod policy;
mod propose;
mod recorded;
mod signed_off;
mod sources;
#[cfg(test)]
mod tests;
mod used;

pub use dry_run::{DryRun, DryRunTold, Line, MAX_EXAMPLES};
pub use policy::{DEFAULT_DORMANT_DAYS, DEFAULT_EVERY_DAYS, PolicyError, ReviewPolicy};
pub use propose::propose;
pub use recorded::{Recorded, Span};
pub use signed_off::{DEFAULT_UNDO_DAYS, Decided, MAX_UNDO_DAYS, SignedOff, Undo, UndoError};
pub use sources::propose_sources;
pub use used::{MAX_SOURCES, PermissionUse, Proposal, Used};
