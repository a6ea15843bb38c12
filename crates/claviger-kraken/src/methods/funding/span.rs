//! The span of a history: `start_time` and `end_time`, within what the key may see.

use super::super::private::View;
use crate::error::KrakenError;
use crate::method::{FundingMethod, FundingRead};
use crate::parse::Params;
use claviger_core::call::QueryDates;
use claviger_core::time::Timestamp;
use claviger_venue::{Micros, Window};

/// The dates a call asks for, for the decision. What is malformed, or in a cursor, is none here: it
/// is read, and judged again, after the call was let in (see [`window`]).
pub(crate) fn dates(method: FundingMethod<'_>, query: &Params<'_>) -> QueryDates {
    match method {
        FundingMethod::Read(FundingRead::Deposits | FundingRead::Withdrawals) => QueryDates {
            start: at(query, "start_time").ok().flatten(),
            end: at(query, "end_time").ok().flatten(),
        },
        _ => QueryDates::default(),
    }
}

fn at(query: &Params<'_>, name: &'static str) -> Result<Option<Timestamp>, KrakenError> {
    let Some(text) = query.one(name)? else { return Ok(None) };
    let instant: jiff::Timestamp = text.parse().map_err(|_| KrakenError::InvalidArgument(name))?;
    Ok(Some(Timestamp::from_micros(instant.as_microsecond())))
}

/// The window asked for. A bound outside the key's own span is refused, as in the decision:
/// `EGeneral:Invalid arguments`.
pub(super) fn window(query: &Params<'_>, view: &View<'_>) -> Result<Window, KrakenError> {
    let own = view.window();
    let bound = |name| {
        let Some(at) = at(query, name)? else { return Ok(None) };
        let at = Micros(at.micros());
        let outside = own.start.is_some_and(|from| at < from) || own.end.is_some_and(|to| at > to);
        if outside { Err(KrakenError::InvalidArguments) } else { Ok(Some(at)) }
    };
    Ok(Window { start: bound("start_time")?.or(own.start), end: bound("end_time")?.or(own.end) })
}
