//! When an order starts and ends: `starttm`, `expiretm`, `timeinforce`.

use crate::error::KrakenError;
use crate::parse::Params;
use crate::read;
use claviger_venue::{Moment, TimeInForce};

/// The instant an order starts at, if it is not now.
pub(super) fn starts(params: &Params<'_>) -> Result<Option<Moment>, KrakenError> {
    read::moment(params, "starttm")
}

/// Whether an order rests, and until when. `GTD` needs an instant; an instant alone means `GTD`.
pub(super) fn lasts(params: &Params<'_>) -> Result<(TimeInForce, Option<Moment>), KrakenError> {
    let expires = read::moment(params, "expiretm")?;
    let text = params.one("timeinforce")?;
    let is = |word: &str| text.is_some_and(|text| text.eq_ignore_ascii_case(word));
    let time_in_force = match () {
        () if text.is_none() => return Ok((TimeInForce::Gtc, expires)),
        () if is("GTD") && expires.is_some() => return Ok((TimeInForce::Gtc, expires)),
        () if is("GTD") => return Err(KrakenError::InvalidArgument("expiretm")),
        () if is("GTC") => TimeInForce::Gtc,
        () if is("IOC") => TimeInForce::Ioc,
        () => return Err(KrakenError::InvalidArgument("timeinforce")),
    };
    if expires.is_some() { Err(KrakenError::InvalidArgument("expiretm")) } else { Ok((time_in_force, None)) }
}
