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
        self.wider_than(other).next().is_none()
    }

    /// In what `self` allows something that `other` does not allow.
    pub fn wider_than(&self, other: &Restrictions) -> impl Iterator<Item = Restriction> {
        Restriction::ALL.into_iter().filter(move |one| !self.is_within(other, *one))
    }

    fn is_within(&self, other: &Restrictions, one: Restriction) -> bool {
        match one {
            Restriction::Allowlist => self.allowlist.within(&other.allowlist),
            Restriction::NotBefore => at_least(self.not_before, other.not_before),
            Restriction::ExpiresAt => at_most(self.expires_at, other.expires_at),
            Restriction::QueryFrom => at_least(self.query_from, other.query_from),
            Restriction::QueryTo => at_most(self.query_to, other.query_to),
            Restriction::NonceWindow => self.nonce_window <= other.nonce_window,
            Restriction::SecondFactor => {
                other.second_factor.is_none() || self.second_factor == other.second_factor
            }
        }
    }
}

/// One of the restrictions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restriction {
    /// Where from.
    Allowlist,
    /// From when on.
    NotBefore,
    /// Until when.
    ExpiresAt,
    /// The earliest history.
    QueryFrom,
    /// The latest history.
    QueryTo,
    /// How far below the highest nonce.
    NonceWindow,
    /// What every call carries besides.
    SecondFactor,
}

impl Restriction {
    /// All of them.
    pub const ALL: [Restriction; 7] = [
        Restriction::Allowlist,
        Restriction::NotBefore,
        Restriction::ExpiresAt,
        Restriction::QueryFrom,
        Restriction::QueryTo,
        Restriction::NonceWindow,
        Restriction::SecondFactor,
    ];

    /// The stable machine-readable text: its field's.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Restriction::Allowlist => "allowlist",
            Restriction::NotBefore => "not_before",
            Restriction::ExpiresAt => "expires_at",
            Restriction::QueryFrom => "query_from",
            Restriction::QueryTo => "query_to",
            Restriction::NonceWindow => "nonce_window",
            Restriction::SecondFactor => "second_factor",
        }
    }

    /// A bit of its own.
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

fn at_least(mine: Option<Timestamp>, theirs: Option<Timestamp>) -> bool {
    theirs.is_none_or(|theirs| mine.is_some_and(|mine| mine >= theirs))
}

fn at_most(mine: Option<Timestamp>, theirs: Option<Timestamp>) -> bool {
    theirs.is_none_or(|theirs| mine.is_some_and(|mine| mine <= theirs))
}
