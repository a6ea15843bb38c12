//! `AmendOrder`: changes an open order in place.

use super::Act;
use super::order::order_ref;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::read;
use crate::shape::object;
use claviger_venue::{AmendOrder, Command, Reply};

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    read::refuse(params, "display_qty", &[])?;
    read::refuse(params, "trigger_price", &[])?;
    let amend = AmendOrder {
        order: order_ref(params)?,
        volume: read::decimal(params, "order_qty")?,
        price: read::decimal(params, "limit_price")?,
        post_only: read::flag(params, "post_only")?,
        deadline: read::deadline(params)?,
    };
    Ok(Act::command(Command::AmendOrder(amend), |_, reply| match reply {
        Reply::Amended { id } => Some(success(&object([("amend_id", id)]))),
        _ => None,
    }))
}
