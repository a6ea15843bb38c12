//! Everything that narrows a key beyond its permissions.

use crate::allowlist::Allowlist;
use crate::otp::SecondFactorKind;
use crate::time::Timestamp;

/// The restrictions of a key. The default restricts nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Restrictions {
    /// Where it may be used from; empty means anywhere.
    pub allowlist: Allowlist,
    /// Not valid before this instant.
    pub not_before: Option<Timestamp>,
    /// Not valid at or after this instant.
    pub expires_at: Option<Timestamp>,
    /// The earliest history it may read.
    pub query_from: Option<Timestamp>,
    /// The latest history it may read.
    pub query_to: Option<Timestamp>,
    /// How far below the highest nonce one is still accepted, in ticks of the nonce.
    pub nonce_window: u64,
    /// Whether every call must carry a second factor, and which.
    pub second_factor: Option<SecondFactorKind>,
}

/// Why restrictions were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestrictionError {
    /// The key would never be valid.
    #[error("expires_at must be later than not_before")]
    NeverValid,
    /// The key could read no history at all.
    #[error("query_to must not be earlier than query_from")]
    EmptyQueryRange,
}

impl Restrictions {
    /// Checks that the parts fit together.
    ///
    /// # Errors
    /// [`RestrictionError`].
    pub fn validate(&self) -> Result<(), RestrictionError> {
        if matches!((self.not_before, self.expires_at), (Some(from), Some(to)) if to <= from) {
            return Err(RestrictionError::NeverValid);
        }
        if matches!((self.query_from, self.query_to), (Some(from), Some(to)) if to < from) {
            return Err(RestrictionError::EmptyQueryRange);
        }
        Ok(())
    }

    /// Whether `self` allows nothing that `other` does not allow.
    #[must_use]
    pub fn within(&self, other: &Restrictions) -> bool {
        self.allowlist.within(&other.allowlist)
            && at_least(self.not_before, other.not_before)
            && at_most(self.expires_at, other.expires_at)
            && at_least(self.query_from, other.query_from)
            && at_most(self.query_to, other.query_to)
            && self.nonce_window <= other.nonce_window
            && (other.second_factor.is_none() || self.second_factor == other.second_factor)
    }
}

fn at_least(mine: Option<Timestamp>, theirs: Option<Timestamp>) -> bool {
    theirs.is_none_or(|theirs| mine.is_some_and(|mine| mine >= theirs))
}

fn at_most(mine: Option<Timestamp>, theirs: Option<Timestamp>) -> bool {
    theirs.is_none_or(|theirs| mine.is_some_and(|mine| mine <= theirs))
}
