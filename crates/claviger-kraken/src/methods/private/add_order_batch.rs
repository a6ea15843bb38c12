//! `AddOrderBatch`: places several orders of one market, or only checks them. What cannot be understood refuses the whole
//! batch; what the exchange refuses is said in the place of that order, and the others stand.

use super::Act;
use super::add_order::{self, Descr};
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use claviger_venue::{
    AddBatch, AddOrder, Command, FEWEST_IN_BATCH, MOST_IN_BATCH, OrderId, Pair, Reply, VenueError,
};
use serde::Serialize;

/// One order's part of the answer. Unlike that of `AddOrder` its `txid` is no list.
#[derive(Serialize, Default)]
struct Part<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    txid: Option<OrderId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    descr: Option<Descr<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    close: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
struct Parts<'a> {
    orders: Vec<Part<'a>>,
}

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    Ok(Act::command(Command::AddBatch(read_batch(params)?), |_, reply| match reply {
        Reply::Batch(replies) => Some(answer(replies)),
        _ => None,
    }))
}

fn answer(replies: &[Result<Reply, VenueError>]) -> Answer {
    let orders = replies.iter().map(part).collect::<Option<Vec<_>>>().ok_or(KrakenError::Internal)?;
    success(&Parts { orders })
}

fn part(reply: &Result<Reply, VenueError>) -> Option<Part<'_>> {
    let (txid, description, close) = match reply {
        Err(refused) => {
            let error = Some(KrakenError::from(*refused).to_string());
            return Some(Part { error, ..Part::default() });
        }
        Ok(Reply::Placed { id, description, close }) => (Some(*id), description, close),
        Ok(Reply::Validated { description, close }) => (None, description, close),
        Ok(_) => return None,
    };
    let descr = Some(Descr { order: description, close: None });
    Some(Part { txid, descr, close: close.as_deref(), error: None })
}

fn read_batch(params: &Params<'_>) -> Result<AddBatch, KrakenError> {
    let orders = params.items("orders", MOST_IN_BATCH)?;
    if orders.len() < FEWEST_IN_BATCH {
        return Err(KrakenError::InvalidArgument("orders"));
    }
    // The market stands once beside the orders; some clients repeat it in each.
    let pair = if params.one("pair")?.is_some() { Some(read::pair(params)?) } else { None };
    let orders: Vec<_> = orders.iter().map(|order| read_order(order, pair)).collect::<Result<_, _>>()?;
    let first = orders.first().map(|order| order.pair);
    if orders.iter().any(|order| Some(order.pair) != first) {
        return Err(KrakenError::InvalidArgument("pair"));
    }
    Ok(AddBatch {
        orders,
        deadline: read::instant(params, "deadline")?,
        validate: read::flag(params, "validate")?,
    })
}

/// One order. `deadline` and `validate` are the batch's: in an order they would be passed over, which could place what was
/// only to be checked, so they are refused there.
fn read_order(order: &Params<'_>, pair: Option<Pair>) -> Result<AddOrder, KrakenError> {
    for name in ["deadline", "validate"] {
        if order.given(name)?.is_some() {
            return Err(KrakenError::InvalidArgument(name));
        }
    }
    let own = if order.one("pair")?.is_some() { Some(read::pair(order)?) } else { None };
    let pair = match (own, pair) {
        (Some(own), Some(pair)) if own != pair => return Err(KrakenError::InvalidArgument("pair")),
        (own, pair) => own.or(pair).ok_or(KrakenError::InvalidArgument("pair"))?,
    };
    let read = add_order::read_in(order, pair)?;
    order.each_once()?;
    Ok(read)
}
