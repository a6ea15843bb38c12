//! Instants: deadlines, and the two ends of a history.

use super::number;
use crate::error::KrakenError;
use crate::method::PrivateMethod;
use crate::parse::Params;
use claviger_core::call::QueryDates;
use claviger_core::time::Timestamp;
use claviger_venue::{Micros, Moment};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

const MICROS: i64 = 1_000_000;

/// One end of a history: an instant, or a record whose instant is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound<'a> {
    /// At this instant.
    At(Timestamp),
    /// When the record of this id was made.
    Record(&'a str),
}

/// How a method calls the two ends of a history, if it takes them.
const fn names(method: PrivateMethod) -> Option<[&'static str; 2]> {
    match method {
        PrivateMethod::ClosedOrders
        | PrivateMethod::TradesHistory
        | PrivateMethod::Ledgers
        | PrivateMethod::DepositStatus
        | PrivateMethod::WithdrawStatus => Some(["start", "end"]),
        PrivateMethod::AddExport => Some(["starttm", "endtm"]),
        _ => None,
    }
}

/// The dates a call asks for, for the decision. A bound that is a record's id, or malformed, is
/// none here: its reading comes after the call was let in (see [`bounds`]).
pub(crate) fn dates(method: PrivateMethod, params: &Params<'_>) -> QueryDates {
    let Some([start, end]) = names(method) else { return QueryDates::default() };
    let at = |name| match params.one(name).ok()?.map(parse)? {
        Some(Bound::At(at)) => Some(at),
        _ => None,
    };
    QueryDates { start: at(start), end: at(end) }
}

/// The instant of `name`, if given: unix seconds.
pub(crate) fn seconds(params: &Params<'_>, name: &'static str) -> Result<Option<Timestamp>, KrakenError> {
    let Some(text) = params.one(name)? else { return Ok(None) };
    match parse(text) {
        Some(Bound::At(at)) => Ok(Some(at)),
        Some(Bound::Record(_)) | None => Err(KrakenError::InvalidArgument(name)),
    }
}

/// Both ends, as given.
pub(crate) fn bounds<'p>(
    params: &'p Params<'_>,
) -> Result<(Option<Bound<'p>>, Option<Bound<'p>>), KrakenError> {
    let bound = |name| {
        let Some(text) = params.one(name)? else { return Ok(None) };
        parse(text).map(Some).ok_or(KrakenError::InvalidArgument(name))
    };
    Ok((bound("start")?, bound("end")?))
}

/// Unix seconds, with or without a fraction, or an id.
fn parse(text: &str) -> Option<Bound<'_>> {
    if text.starts_with(|first: char| first.is_ascii_uppercase()) {
        return Some(Bound::Record(text));
    }
    let seconds = number::parse(text)?;
    let micros = seconds.checked_mul(Decimal::from(MICROS)).and_then(|micros| micros.trunc().to_i64());
    // Clients write "for ever" in many ways; what no instant reaches is the last one.
    Some(Bound::At(Timestamp::from_micros(micros.unwrap_or(i64::MAX))))
}

/// The instant of `name` (RFC 3339), if given.
pub(crate) fn instant(params: &Params<'_>, name: &'static str) -> Result<Option<Micros>, KrakenError> {
    let Some(text) = params.one(name)? else { return Ok(None) };
    let instant: jiff::Timestamp = text.parse().map_err(|_| KrakenError::InvalidArgument(name))?;
    Ok(Some(Micros(instant.as_microsecond())))
}

/// The instant of `name`: unix seconds, or `+` and so many seconds from now. `0` is none.
pub(crate) fn moment(params: &Params<'_>, name: &'static str) -> Result<Option<Moment>, KrakenError> {
    let Some(text) = params.one(name)?.filter(|text| *text != "0") else { return Ok(None) };
    let (digits, moment): (&str, fn(Micros) -> Moment) = match text.strip_prefix('+') {
        Some(digits) => (digits, Moment::In),
        None => (text, Moment::At),
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let secs = digits.parse().ok().filter(|_| plain);
    secs.map(|secs| Some(moment(Micros::from_secs(secs)))).ok_or(KrakenError::InvalidArgument(name))
}

#[cfg(test)]
mod tests {
    use super::{Bound, parse};
    use claviger_core::time::Timestamp;

    #[test]
    fn a_bound_is_seconds_or_an_id() {
        let at = |micros| Some(Bound::At(Timestamp::from_micros(micros)));
        assert_eq!(parse("1616492376"), at(1_616_492_376_000_000));
        assert_eq!(parse("1616492376.594"), at(1_616_492_376_594_000));
        assert_eq!(parse("0"), at(0));
        assert_eq!(parse("9999999999999999999999"), Some(Bound::At(Timestamp::MAX)));
        assert_eq!(parse("OQCLML-BW3P3-BUCMWZ"), Some(Bound::Record("OQCLML-BW3P3-BUCMWZ")));
        for bad in ["-1", "yesterday", "1 ", "2026-01-01"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
