//! After a leak: what a key did since it was last known to be in the right hands, how far the answer to that has come, and a
//! report of it to keep. Purely judged in [`claviger_core::key::incident`]. Stopping the key, making another and ending
//! sessions are the use cases they always are: nothing here changes anything but for the report's entry.

mod holder;
mod report;
mod show;
mod standing;
mod trace;

pub use holder::{Holding, PersonStanding};
pub use report::{Reported, report};
pub use show::{Incident, show};
pub use standing::{OtherKey, Stopping};
pub use trace::LOOK_BACK_DAYS;
