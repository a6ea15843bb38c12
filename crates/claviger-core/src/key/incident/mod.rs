//! After a leak: since when a key may have been in the wrong hands, what it did since, and from where. Everything here is
//! pure: whoever reads the history shows it entry by entry.

mod since;
#[cfg(test)]
mod tests;
mod traced;

pub use since::{GoodMoment, Origin, SinceError};
pub use traced::{FromSource, Novelty, OfAction, Traced};
