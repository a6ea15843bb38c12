//! `CancelOrder`: cancels the open order or orders of a name.

use super::Act;
use super::order::order_ref;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::shape::object;
use claviger_venue::{Command, Reply};

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    Ok(Act::command(Command::CancelOrder(order_ref(params)?), |_, reply| count(reply)))
}

/// The answer of everything that cancels orders.
pub(super) fn count(reply: &Reply) -> Option<Answer> {
    match reply {
        Reply::Cancelled { count } => Some(success(&object([("count", count)]))),
        _ => None,
    }
}
