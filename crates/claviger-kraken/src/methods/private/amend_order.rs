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
    let pair = if params.one("pair")?.is_some() { Some(read::pair(params)?) } else { None };
    let amend = AmendOrder {
        order: order_ref(params)?,
        pair,
        volume: read::decimal(params, "order_qty")?,
        display: read::decimal(params, "display_qty")?,
        limit: read::price(params, "limit_price")?,
        trigger: read::price(params, "trigger_price")?,
        post_only: read::flag(params, "post_only")?,
        deadline: read::instant(params, "deadline")?,
    };
    Ok(Act::command(Command::AmendOrder(amend), |_, reply| match reply {
        Reply::Amended { id } => Some(success(&object([("amend_id", id)]))),
        _ => None,
    }))
}
