//! Why an alert is refused.

use super::{LONGEST_DESCRIPTION, LONGEST_REPEAT_SECS, MOST_ALERTS, SHORTEST_REPEAT_SECS};
use crate::VenueError;

/// Why an alert was not made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AlertError {
    /// The price is not positive, or out of range.
    #[error("must be a positive price")]
    Price,
    /// The price is not a multiple of the market's tick size.
    #[error("must be a multiple of the market's tick size")]
    TickSize,
    /// The percentage is out of range.
    #[error("must be from 0.01 to 1000 with at most two decimals, and below 100 for a fall")]
    Percent,
    /// The pause of an alert that repeats is out of range.
    #[error("must be from {SHORTEST_REPEAT_SECS} to {LONGEST_REPEAT_SECS} seconds")]
    Repeat,
    /// The description is too long.
    #[error("must have at most {LONGEST_DESCRIPTION} bytes")]
    Description,
    /// The expiry is not ahead.
    #[error("must lie in the future")]
    Expiry,
    /// The account has as many alerts as it may have.
    #[error("an account has at most {MOST_ALERTS} alerts, those that are over included; remove one first")]
    TooMany,
    /// The account has no such alert.
    #[error("there is no such alert in this account")]
    Unknown,
    /// It is as asked for already.
    #[error("it is as asked for already")]
    NoChange,
    /// What has expired cannot be turned on.
    #[error("the alert has expired; create another")]
    Expired,
}

impl From<VenueError> for AlertError {
    /// What is wrong with a price.
    fn from(error: VenueError) -> Self {
        match error {
            VenueError::TickSize => Self::TickSize,
            _ => Self::Price,
        }
    }
}
