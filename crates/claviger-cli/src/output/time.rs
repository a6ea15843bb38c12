//! Instants: shown in the reader's own zone and in UTC; read from what people type.

use super::cell::Room;
use crate::failure::Failure;
use claviger_core::time::Timestamp as Instant;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Shows instants in one zone.
pub(crate) struct Times(TimeZone);

impl Times {
    /// The zone of this machine's user.
    pub(crate) fn local() -> Self {
        Times(TimeZone::system())
    }

    #[cfg(test)]
    pub(crate) const fn utc() -> Self {
        Times(TimeZone::UTC)
    }

    /// The time of day of an instant, with its zone.
    pub(crate) fn clock(&self, text: &str) -> String {
        let Ok(instant) = text.parse::<Timestamp>() else { return super::harmless(text) };
        let zoned = instant.to_zoned(self.0.clone());
        let zone =
            if zoned.offset().is_zero() { "UTC".to_owned() } else { zoned.strftime("%:z").to_string() };
        format!("{} {zone}", zoned.strftime("%H:%M:%S"))
    }

    /// An instant on a line of text.
    pub(crate) fn line(&self, text: &str) -> String {
        self.show(text, Room::Line)
    }

    /// On a line of its own `2026-11-22 22:13:05 +01:00 (2026-11-22 21:13:05 UTC)`, in a column
    /// without UTC, and on a terminal without the offset, too. What is no instant stays as it is.
    pub(super) fn show(&self, text: &str, room: Room) -> String {
        let Ok(instant) = text.parse::<Timestamp>() else { return super::harmless(text) };
        let zoned = instant.to_zoned(self.0.clone());
        if zoned.offset().is_zero() {
            return instant.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
        }
        match room {
            Room::Tight => zoned.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            Room::Line => zoned.strftime("%Y-%m-%d %H:%M:%S %:z").to_string(),
            Room::Card => {
                let utc = instant.strftime("%Y-%m-%d %H:%M:%S UTC");
                format!("{} ({utc})", zoned.strftime("%Y-%m-%d %H:%M:%S %:z"))
            }
        }
    }
}

/// Where a length of time like `90d` leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toward {
    Future,
    Past,
}

/// Reads `2026-12-31T18:00:00Z` (any offset), `2026-12-31` (its first instant in UTC), or a length
/// of time from now: `45s`, `30m`, `12h`, `90d`, `2w`. Gives RFC 3339 in UTC.
pub(crate) fn parse_when(text: &str, now: Instant, toward: Toward) -> Result<String, Failure> {
    let instant = away(text, now, toward).or_else(|| text.parse().ok()).or_else(|| date(text));
    let instant: Timestamp = instant.ok_or_else(|| {
        Failure::usage(format!(
            "`{}` is not a time: write 2026-12-31, 2026-12-31T18:00:00Z, or a length of time like 12h or 90d",
            super::harmless(text)
        ))
    })?;
    Ok(instant.to_string())
}

/// Reads a length of time, `45s`, `30m`, `12h`, `90d`, `2w`, in seconds.
pub(crate) fn parse_secs(text: &str) -> Result<i64, Failure> {
    let words = || format!("`{}` is not a length of time: write 90s, 10m, 1h or 1d", super::harmless(text));
    secs(text).ok_or_else(|| Failure::usage(words()))
}

fn secs(text: &str) -> Option<i64> {
    let unit = text.chars().next_back()?;
    let count: i64 = text.strip_suffix(unit)?.parse().ok()?;
    let secs = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    count.checked_mul(secs).filter(|_| count >= 0)
}

fn away(text: &str, now: Instant, toward: Toward) -> Option<Timestamp> {
    let span = SignedDuration::from_secs(secs(text)?);
    let now = Timestamp::from_second(now.secs()).ok()?;
    match toward {
        Toward::Future => now.checked_add(span).ok(),
        Toward::Past => now.checked_sub(span).ok(),
    }
}

fn date(text: &str) -> Option<Timestamp> {
    let date: jiff::civil::Date = text.parse().ok()?;
    date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::offset;

    #[test]
    fn times_are_shown_where_the_reader_lives() {
        let here = Times(TimeZone::fixed(offset(2)));
        assert_eq!(here.show("2026-11-22T21:13:05.000123Z", Room::Line), "2026-11-22 23:13:05 +02:00");
        assert_eq!(here.show("2026-11-22T21:13:05.000123Z", Room::Tight), "2026-11-22 23:13:05");
        assert_eq!(
            here.show("2026-11-22T21:13:05Z", Room::Card),
            "2026-11-22 23:13:05 +02:00 (2026-11-22 21:13:05 UTC)"
        );
        assert_eq!(Times::utc().show("2026-11-22T21:13:05Z", Room::Card), "2026-11-22 21:13:05 UTC");
        assert_eq!(Times::utc().show("never", Room::Line), "never");
        assert_eq!(here.clock("2026-11-22T21:13:05Z"), "23:13:05 +02:00");
        assert_eq!(Times::utc().clock("2026-11-22T21:13:05Z"), "21:13:05 UTC");
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        let now = Instant::from_secs(1_000_000);
        for (text, expected) in [
            ("45s", "1970-01-12T13:47:25Z"),
            ("1d", "1970-01-13T13:46:40Z"),
            ("2w", "1970-01-26T13:46:40Z"),
            ("2026-12-31", "2026-12-31T00:00:00Z"),
            ("2026-12-31T18:00:00+01:00", "2026-12-31T17:00:00Z"),
        ] {
            assert_eq!(parse_when(text, now, Toward::Future).unwrap(), expected, "{text}");
        }
        assert_eq!((parse_secs("10m").unwrap(), parse_secs("10").is_err()), (600, true));
        assert_eq!(parse_when("1h", now, Toward::Past).unwrap(), "1970-01-12T12:46:40Z");
        for bad in
            ["", "d", "-1d", "1y", "tomorrow", "2026-13-01", "9999999999999999999s", "9223372036854775807w"]
        {
            assert!(parse_when(bad, now, Toward::Future).is_err(), "{bad}");
        }
    }
}
