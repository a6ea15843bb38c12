//! `Time`: the server's clock.

use super::View;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use claviger_core::time::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

#[derive(Serialize)]
struct Time {
    unixtime: i64,
    rfc1123: String,
}

pub(super) fn answer(view: &View<'_>) -> Answer {
    success(&Time { unixtime: view.now.secs(), rfc1123: rfc1123(view.now)? })
}

/// As the exchange writes it, with two digits of the year: `Tue, 23 Mar 21 09:39:36 +0000`.
fn rfc1123(now: Timestamp) -> Result<String, KrakenError> {
    let instant = jiff::Timestamp::from_second(now.secs()).map_err(|_| KrakenError::Internal)?;
    let date = TimeZone::UTC.to_datetime(instant);
    let weekday = match date.weekday() {
        jiff::civil::Weekday::Monday => "Mon",
        jiff::civil::Weekday::Tuesday => "Tue",
        jiff::civil::Weekday::Wednesday => "Wed",
        jiff::civil::Weekday::Thursday => "Thu",
        jiff::civil::Weekday::Friday => "Fri",
        jiff::civil::Weekday::Saturday => "Sat",
        jiff::civil::Weekday::Sunday => "Sun",
    };
    let month = usize::try_from(date.month() - 1).ok().and_then(|place| MONTHS.get(place)).unwrap_or(&"");
    let (day, year) = (date.day(), date.year() % 100);
    let (hour, minute, second) = (date.hour(), date.minute(), date.second());
    Ok(format!("{weekday}, {day:02} {month} {year:02} {hour:02}:{minute:02}:{second:02} +0000"))
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use super::rfc1123;
    use claviger_core::time::Timestamp;

    #[test]
    fn the_date_is_the_exchanges() {
        for (secs, text) in [
            (1_616_492_376, "Tue, 23 Mar 21 09:39:36 +0000"),
            (0, "Thu, 01 Jan 70 00:00:00 +0000"),
            (951_782_400, "Tue, 29 Feb 00 00:00:00 +0000"),
        ] {
            assert_eq!(rfc1123(Timestamp::from_secs(secs)).as_deref(), Ok(text));
        }
    }
}
