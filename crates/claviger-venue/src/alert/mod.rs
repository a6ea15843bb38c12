//! Price alerts: rules of an account over the last price of a market and its change in 24 hours. They watch and do nothing
//! else: no order, balance or other alert depends on one.
//!
//! # When an alert fires
//! Prices change on whole seconds, and so are alerts judged. An alert is *armed* by the first second, from
//! [`Alert::since`] on, at which its condition does not hold, and fires at the first second after that at which it does. So
//! one whose condition holds when it is made waits for it to come to hold again. One that fires once is off from then on; one
//! that repeats is armed again, at the earliest [`Alert::repeat_secs`] later, in the same way. Both the pause and the need to
//! have been false keep it from flooding.
//!
//! That second is a function of the price path alone: however late [`Venue::due_alerts`](crate::Venue::due_alerts) is
//! asked, and whatever the clock did meanwhile, the alert fires for the same seconds, in the same order, once for each.

mod condition;
mod create;
mod edit;
mod error;
mod fire;
mod model;
mod remove;

pub(crate) use condition::PERCENT_DECIMALS;
pub use condition::{Condition, Direction};
pub(crate) use create::run as create;
pub(crate) use edit::run as edit;
pub use error::AlertError;
pub use model::{Alert, AlertState, Firing, NewAlert};
pub(crate) use remove::run as remove;

/// Most alerts of an account, those that are over included.
pub const MOST_ALERTS: usize = 200;
/// Most firings that are kept of an account; older ones are forgotten here.
pub const KEPT_FIRINGS: usize = 500;
/// Shortest pause of an alert that repeats, in seconds.
pub const SHORTEST_REPEAT_SECS: i64 = 60;
/// Longest pause of an alert that repeats, in seconds: 30 days.
pub const LONGEST_REPEAT_SECS: i64 = 30 * 86_400;
/// Most bytes of a description.
pub const LONGEST_DESCRIPTION: usize = 200;
