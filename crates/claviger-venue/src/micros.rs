//! Instants and spans in microseconds.

use serde::{Deserialize, Serialize};

/// Microseconds since the Unix epoch (UTC), or a span of microseconds. Arithmetic saturates: an instant at the end of
/// time compares as later than everything, which is what a deadline wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micros(pub i64);

impl Micros {
    /// The last representable instant: "no deadline".
    pub const MAX: Self = Self(i64::MAX);

    /// `secs` whole seconds.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000_000))
    }

    /// Whole seconds, rounded towards the past.
    #[must_use]
    pub const fn secs(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// This instant moved by a span.
    #[must_use]
    pub const fn plus(self, span: Self) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// This instant moved back by a span.
    #[must_use]
    pub const fn minus(self, span: Self) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// The span from `earlier` to this instant; negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        self.minus(earlier)
    }
}
