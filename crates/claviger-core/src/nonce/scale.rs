//! In which scale a client counts its nonces, told from one nonce and the time it was used.
//!
//! Clients count milliseconds, microseconds and so on since 1970, or the ticks of .NET. What a
//! counter will reach by now cannot be told, so it has no scale.

use super::Nonce;
use crate::time::{MICROS_PER_SEC, Timestamp};

/// How far a client's clock may be from the server's, in microseconds, for its scale to be told.
pub const TOLERANCE_MICROS: i64 = 60 * MICROS_PER_SEC;
/// How far above the present a floor lies, in microseconds: twice what a client's clock may be ahead.
pub const MARGIN_MICROS: i64 = 2 * TOLERANCE_MICROS;
/// Ticks of 100 ns from the year 1 to 1970.
const TICKS_TO_1970: i128 = 621_355_968_000_000_000;

/// What a client counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Seconds since 1970 (10 digits).
    Seconds,
    /// Milliseconds, or seconds with three digits of a counter (13 digits).
    Millis,
    /// Microseconds (16 digits).
    Micros,
    /// Hundred-millionths of a second (17 to 18 digits).
    TenNanos,
    /// Ticks of .NET: 100 ns since the year 1 (18 digits).
    Ticks,
    /// Nanoseconds (19 digits).
    Nanos,
}

impl Scale {
    /// All of them.
    pub const ALL: [Scale; 6] =
        [Scale::Seconds, Scale::Millis, Scale::Micros, Scale::TenNanos, Scale::Ticks, Scale::Nanos];

    /// The value an instant has; saturating.
    #[must_use]
    pub fn at(self, time: Timestamp) -> Nonce {
        let micros = i128::from(time.micros());
        let value = match self {
            Scale::Seconds => micros / 1_000_000,
            Scale::Millis => micros / 1000,
            Scale::Micros => micros,
            Scale::TenNanos => micros * 100,
            Scale::Ticks => micros * 10 + TICKS_TO_1970,
            Scale::Nanos => micros * 1000,
        };
        Nonce::try_from(value).unwrap_or(if value < 0 { 0 } else { Nonce::MAX })
    }

    /// The scale in which `nonce` is the time it was used at, to within [`TOLERANCE_MICROS`].
    #[must_use]
    pub fn told_by(nonce: Nonce, used: Timestamp) -> Option<Self> {
        let (early, late) = (used.plus_micros(-TOLERANCE_MICROS), used.plus_micros(TOLERANCE_MICROS));
        Scale::ALL.into_iter().find(|scale| (scale.at(early)..=scale.at(late)).contains(&nonce))
    }

    /// How far a clock is ahead that counts `nonce` now, in microseconds; negative if it is behind.
    #[must_use]
    pub fn ahead_micros(self, nonce: Nonce, now: Timestamp) -> i64 {
        let ahead = i128::from(nonce) - i128::from(self.at(now));
        let micros = match self {
            Scale::Seconds => ahead * 1_000_000,
            Scale::Millis => ahead * 1_000,
            Scale::Micros => ahead,
            Scale::TenNanos => ahead / 100,
            Scale::Ticks => ahead / 10,
            Scale::Nanos => ahead / 1_000,
        };
        i64::try_from(micros).unwrap_or(if micros < 0 { i64::MIN } else { i64::MAX })
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Scale::Seconds => "seconds",
            Scale::Millis => "milliseconds",
            Scale::Micros => "microseconds",
            Scale::TenNanos => "ten-nanoseconds",
            Scale::Ticks => "ticks",
            Scale::Nanos => "nanoseconds",
        }
    }

    /// The floor that closes everything used before `now`.
    #[must_use]
    pub fn floor(self, now: Timestamp) -> Nonce {
        self.at(now.plus_micros(MARGIN_MICROS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_790_000_000_123_456;

    #[test]
    fn each_scale_is_told_and_no_other() {
        for scale in Scale::ALL {
            for skew in [-59, 0, 59] {
                let used = Timestamp::from_micros(NOW);
                let nonce = scale.at(used.plus_micros(skew * MICROS_PER_SEC));
                assert_eq!(Scale::told_by(nonce, used), Some(scale), "{skew}");
                assert!(scale.floor(used) > nonce);
                let off = scale.ahead_micros(nonce, used) - skew * MICROS_PER_SEC;
                assert!(off.abs() < MICROS_PER_SEC, "{off}");
            }
            let off = scale.at(Timestamp::from_micros(NOW + 3 * TOLERANCE_MICROS));
            assert_eq!(Scale::told_by(off, Timestamp::from_micros(NOW)), None);
        }
    }

    #[test]
    fn a_counter_has_none() {
        for nonce in [0, 1, 17, 4096, 1_000_000, u64::MAX] {
            assert_eq!(Scale::told_by(nonce, Timestamp::from_micros(NOW)), None);
        }
    }
}
