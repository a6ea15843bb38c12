//! How keys are used: when each was last, from where and for what, and its calls by the hour. Tallied in memory behind the
//! calls, so that pages need not read the log for it.
//!
//! The lane counts what it has committed *after* its callers were answered: no call waits for it. What was
//! committed before this process started is read back from the log by [`warm`], in small steps; [`Usage::since`] tells from
//! when on the counts are whole. A group whose commit stalled and turned up later is not counted. So these are numbers for
//! people to look at, and no decision rests on them.

mod counted;
mod hours;
mod key;
mod lookup;
mod news;
mod place;
mod tally;
pub mod warm;

pub(crate) use counted::Counted;
pub use hours::{HOURS, Hour};
pub(crate) use key::needed;
pub use key::{KeyUse, RefusedUse, Seen};
pub use lookup::catch_up;
pub(crate) use lookup::{accepted_calls, look_up};
pub use news::News;
pub(crate) use place::{client_of, place_of};
pub use tally::Usage;
