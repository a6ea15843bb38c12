//! Instants as people read them: how long ago or ahead, with the exact time at hand.

use claviger::core::time::Timestamp;

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// From this on weeks and months are counted.
const MONTH: i64 = 30 * DAY;
const YEAR: i64 = 365 * DAY;

/// An instant, seen from now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Moment {
    /// RFC 3339, to the second.
    pub(in super::super) iso: String,
    /// As in *25 Nov 2026, 21:13 UTC*.
    pub(in super::super) exact: String,
    /// As in *3 minutes ago* or *in 5 days*.
    pub(in super::super) relative: String,
}

impl Moment {
    /// `at`, seen from `now`.
    pub(in super::super) fn of(at: Timestamp, now: Timestamp) -> Self {
        Moment { iso: iso(at), exact: exact(at), relative: relative(at, now) }
    }
}

/// RFC 3339, to the second.
pub(in super::super) fn iso(at: Timestamp) -> String {
    let text = at.to_string();
    format!("{}Z", text.get(..19).unwrap_or_default())
}

/// As in *25 Nov 2026, 21:13:05 UTC*.
pub(in super::super) fn exact(at: Timestamp) -> String {
    let text = at.to_string();
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    let month = part(5..7).parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    let day = part(8..10).trim_start_matches('0');
    format!("{day} {} {}, {} UTC", month.unwrap_or(&""), part(0..4), part(11..19))
}

/// The day, as in *25 Nov*.
pub(in super::super) fn day(at: Timestamp) -> String {
    exact(at).split(' ').take(2).collect::<Vec<_>>().join(" ")
}

/// The hour of the day, as in *18:00*.
pub(in super::super) fn hour(at: Timestamp) -> String {
    at.to_string().get(11..16).unwrap_or_default().to_owned()
}

/// The day and the second, as in *25 Nov, 21:13:05*.
pub(in super::super) fn second(at: Timestamp) -> String {
    format!("{}, {}", day(at), at.to_string().get(11..19).unwrap_or_default())
}

/// As a field of a form takes it, in UTC: *2026-11-25T21:13:05*.
pub(in super::super) fn local(at: Timestamp) -> String {
    at.to_string().get(..19).unwrap_or_default().to_owned()
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn relative(at: Timestamp, now: Timestamp) -> String {
    let secs = now.secs() - at.secs();
    match secs {
        0..10 => "just now".to_owned(),
        10.. => format!("{} ago", span(secs)),
        _ => format!("in {}", span(-secs)),
    }
}

/// A length of time in its largest unit.
pub(in super::super) fn span(secs: i64) -> String {
    let (count, unit) = match secs {
        ..MINUTE => (secs, "second"),
        MINUTE..HOUR => (secs / MINUTE, "minute"),
        HOUR..DAY => (secs / HOUR, "hour"),
        DAY..MONTH => (secs / DAY, "day"),
        MONTH..YEAR => (secs / MONTH, "month"),
        _ => (secs / YEAR, "year"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_their_largest_unit() {
        let now = Timestamp::from_secs(1_800_000_000);
        let told = |secs: i64| Moment::of(now.plus_secs(secs), now).relative;
        assert_eq!(told(0), "just now");
        assert_eq!(told(-59), "59 seconds ago");
        assert_eq!(told(-60), "1 minute ago");
        assert_eq!(told(-7_300), "2 hours ago");
        assert_eq!(told(-86_400 * 40), "1 month ago");
        assert_eq!(told(86_400 * 3), "in 3 days");
        assert_eq!(told(5), "in 5 seconds");
    }

    #[test]
    fn the_exact_time_is_there_too() {
        let at = Timestamp::from_secs(951_782_400);
        let moment = Moment::of(at, at);
        assert_eq!(moment.iso, "2000-02-29T00:00:00Z");
        assert_eq!(moment.exact, "29 Feb 2000, 00:00:00 UTC");
    }
}
