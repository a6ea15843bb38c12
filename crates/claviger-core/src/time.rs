//! Instants in UTC microseconds. The core never reads a clock; it is given one of these.

use std::fmt;

/// Microseconds since the Unix epoch, UTC. Always within the years 0..=9999, so that every value
/// can be shown.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub struct Timestamp(i64);

/// Microseconds in one second.
pub const MICROS_PER_SEC: i64 = 1_000_000;
/// 9999-12-31T23:59:59.999999Z, the latest instant that can be written down.
const LATEST: i64 = 253_402_300_799_999_999;

impl Timestamp {
    /// The latest instant there is; used for "never".
    pub const MAX: Timestamp = Timestamp(LATEST);

    /// From microseconds since the epoch; values outside 1970..=9999 are brought to the nearest end.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        if micros < 0 {
            Timestamp(0)
        } else if micros > LATEST {
            Timestamp(LATEST)
        } else {
            Timestamp(micros)
        }
    }

    /// From whole seconds since the epoch, saturating like [`Timestamp::from_micros`].
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Timestamp::from_micros(secs.saturating_mul(MICROS_PER_SEC))
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub const fn secs(self) -> i64 {
        self.0.div_euclid(MICROS_PER_SEC)
    }

    /// This instant moved by `micros`, saturating.
    #[must_use]
    pub const fn plus_micros(self, micros: i64) -> Self {
        Timestamp::from_micros(self.0.saturating_add(micros))
    }

    /// This instant moved by `secs`, saturating.
    #[must_use]
    pub const fn plus_secs(self, secs: i64) -> Self {
        self.plus_micros(secs.saturating_mul(MICROS_PER_SEC))
    }

    /// Microseconds from `earlier` to this instant; negative if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// RFC 3339 in UTC with microseconds, as in `2026-11-22T21:13:05.000123Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secs = self.secs();
        let (year, month, day) = civil_from_days(secs.div_euclid(86_400));
        let of_day = secs.rem_euclid(86_400);
        let (h, m, s) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        let micros = self.0.rem_euclid(MICROS_PER_SEC);
        write!(f, "{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}.{micros:06}Z")
    }
}

/// Days since the epoch to (year, month, day) in the proleptic Gregorian calendar: the era
/// method of Howard Hinnant's paper "chrono-compatible low-level date algorithms".
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_rfc3339_in_utc() {
        assert_eq!(Timestamp::from_secs(0).to_string(), "1970-01-01T00:00:00.000000Z");
        assert_eq!(Timestamp::from_micros(1_616_492_376_594_000).to_string(), "2021-03-23T09:39:36.594000Z");
        assert_eq!(Timestamp::from_secs(951_782_400).to_string(), "2000-02-29T00:00:00.000000Z");
        assert_eq!(Timestamp::MAX.to_string(), "9999-12-31T23:59:59.999999Z");
    }

    #[test]
    fn saturates_at_both_ends() {
        assert_eq!(Timestamp::from_micros(-5), Timestamp::from_micros(0));
        assert_eq!(Timestamp::MAX.plus_secs(i64::MAX), Timestamp::MAX);
    }
}
