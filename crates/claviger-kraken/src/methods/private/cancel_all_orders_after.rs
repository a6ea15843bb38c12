//! `CancelAllOrdersAfter`: the dead man's switch of the account.

use super::Act;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::rfc3339;
use claviger_venue::{Command, LONGEST_SWITCH_SECS, Micros, Reply};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Switch {
    current_time: String,
    trigger_time: String,
}

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    let wrong = KrakenError::InvalidArgument("timeout");
    let secs = read::integer(params, "timeout")?.ok_or(wrong)?;
    if !(0..=LONGEST_SWITCH_SECS).contains(&secs) {
        return Err(wrong);
    }
    Ok(Act::command(Command::CancelAllAfter { secs }, |_, reply| match reply {
        Reply::SwitchSet { now, cancel_at } => Some(answer(*now, *cancel_at)),
        _ => None,
    }))
}

/// Whole seconds; a switch that is disarmed goes off at `"0"`, as the exchange writes it.
fn answer(now: Micros, cancel_at: Option<Micros>) -> Answer {
    let trigger_time = cancel_at.map_or_else(|| Ok("0".to_owned()), rfc3339)?;
    success(&Switch { current_time: rfc3339(now)?, trigger_time })
}
