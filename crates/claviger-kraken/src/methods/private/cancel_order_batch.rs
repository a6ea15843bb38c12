//! `CancelOrderBatch`: cancels the open orders of up to fifty names.

use super::Act;
use super::cancel_order::count;
use super::order::named;
use crate::error::KrakenError;
use crate::parse::Params;
use claviger_venue::{Command, MOST_CANCELLED, OrderRef};

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    let orders = params.elements("orders", MOST_CANCELLED)?;
    let ids = params.elements("cl_ord_ids", MOST_CANCELLED)?;
    if orders.is_empty() && ids.is_empty() || orders.len() + ids.len() > MOST_CANCELLED {
        return Err(KrakenError::InvalidArgument("orders"));
    }
    let names = orders.into_iter().map(named).collect::<Result<Vec<_>, _>>()?;
    let ids = ids.into_iter().map(|id| OrderRef::ClOrdId(id.to_owned()));
    let names = names.into_iter().chain(ids).collect();
    Ok(Act::command(Command::CancelBatch(names), |_, reply| count(reply)))
}
