//! Instants as RFC 3339, in and out.

use claviger::core::time::Timestamp;

/// Not an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("takes an instant such as 2027-01-31T12:00:00Z, of the years 1970 to 9999")]
pub(crate) struct NotAnInstant;

/// Parses one instant with its offset; finer than microseconds is cut off.
pub(crate) fn parse(text: &str) -> Result<Timestamp, NotAnInstant> {
    if !has_shape(text.as_bytes()) {
        return Err(NotAnInstant);
    }
    let instant: jiff::Timestamp = text.parse().map_err(|_| NotAnInstant)?;
    let micros = instant.as_microsecond();
    let parsed = Timestamp::from_micros(micros);
    if parsed.micros() == micros { Ok(parsed) } else { Err(NotAnInstant) }
}

/// The library reads more of ISO 8601 than RFC 3339 has; one form is enough.
fn has_shape(text: &[u8]) -> bool {
    let fixed = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    let tail = text.get(19..).unwrap_or_default();
    let (fraction, offset) =
        tail.split_at(tail.iter().position(|byte| matches!(byte, b'Z' | b'+' | b'-')).unwrap_or(tail.len()));
    let good_fraction = match fraction.split_first() {
        None => true,
        Some((b'.', digits)) => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        Some(_) => false,
    };
    let good_offset = offset == b"Z" || (offset.len() == 6 && offset.get(3) == Some(&b':'));
    good_fraction
        && good_offset
        && fixed.iter().all(|(at, wanted)| text.get(*at) == Some(wanted))
        && text.iter().take(19).all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'T' | b':'))
}

/// Shows an instant that there may not be.
pub(super) fn show(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc3339_is_read() {
        for (text, micros) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:01.5Z", 1_500_000),
            ("1970-01-01T01:00:00+01:00", 0),
            ("2026-11-22T21:13:05.000123Z", 1_795_381_985_000_123),
        ] {
            assert_eq!(parse(text), Ok(Timestamp::from_micros(micros)), "{text}");
        }
    }

    #[test]
    fn nothing_else_is() {
        for bad in [
            "",
            "0",
            "1795381985",
            "2026-11-22",
            "2026-11-22T21:13:05",
            "2026-11-22 21:13:05Z",
            "2026-11-22T21:13Z",
            "2026-13-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "+002026-11-22T21:13:05Z",
            "2026-11-22T21:13:05Z[UTC]",
            "2026-11-22T21:13:05,5Z",
            "2026-11-22T21:13:05.Z",
            "20261122T211305Z",
            "-009999-01-01T00:00:00Z",
            "2026-11-22T21:13:05+01",
        ] {
            assert_eq!(parse(bad), Err(NotAnInstant), "{bad}");
        }
    }
}
