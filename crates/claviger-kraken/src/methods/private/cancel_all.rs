//! `CancelAll`: cancels every open order; there may be none.

use super::Act;
use super::cancel_order::count;
use crate::error::KrakenError;
use crate::parse::Params;
use claviger_venue::Command;

pub(super) fn act(_: &Params<'_>) -> Result<Act, KrakenError> {
    Ok(Act::command(Command::CancelAll, |_, reply| count(reply)))
}
