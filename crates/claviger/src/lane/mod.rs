//! The commit lane: whatever has queued while the last write was made durable goes in the next
//! one, which waits a moment for company if there are many callers ([`gather`]). One thread owns the
//! store's lane; callers wait for their ticket.
//!
//! # Order of writes
//! 1. claim in the queue; 2. group committed and synced by the store; 3. caches told of changes;
//! 4. tickets answered; 5. (by the caller) the upstream; 6. outcome in the queue; 7. committed.
//!
//! # Answered *not done* or *go*
//! A ticket is answered exactly once: by the worker after a successful commit, or by dropping it
//! when the commit failed or stalled. While a group is in flight its tickets lie under the lane's
//! mutex; whoever takes them out decides. A sync that comes back late finds them gone, so it
//! cannot start a call already refused: its accepted claims are closed as *not executed*.
//!
//! # Generations
//! Each failure or stall starts a new generation. Claims of an older generation can no longer be
//! closed by their callers; recovery closes them, so that every claim gets exactly one outcome.

mod delivery;
mod gather;
mod open;
mod queue;
mod recover;
mod ticket;
mod watchdog;
mod worker;

pub use open::OpenCalls;
pub use queue::Lane;
pub use ticket::{Answer, Unanswered};
pub use worker::{ChangeHook, LaneOptions, StartLaneError};
