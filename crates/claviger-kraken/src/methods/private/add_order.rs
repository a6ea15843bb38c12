//! `AddOrder`: places an order, or only checks it.

use super::order::order_flags;
use super::{Act, model, schedule};
use crate::envelope::success;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::read;
use claviger_venue::{AddOrder, Command, OrderId, Pair, Reply, Side};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Descr<'a> {
    pub(super) order: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) close: Option<&'a str>,
}

#[derive(Serialize)]
struct Placed<'a> {
    descr: Descr<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    txid: Option<[OrderId; 1]>,
}

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    Ok(Act::command(Command::AddOrder(read(params)?), |_, reply| match reply {
        Reply::Placed { id, description, close } => {
            let descr = Descr { order: description, close: close.as_deref() };
            Some(success(&Placed { descr, txid: Some([*id]) }))
        }
        Reply::Validated { description, close } => {
            let descr = Descr { order: description, close: close.as_deref() };
            Some(success(&Placed { descr, txid: None }))
        }
        _ => None,
    }))
}

/// The order that the parameters of an `AddOrder` describe.
///
/// # Errors
/// What is wrong with them, in the exchange's words; what depends on market and account is not
/// looked at.
pub fn read(params: &Params<'_>) -> Result<AddOrder, KrakenError> {
    refuse_what_is_not_offered(params)?;
    read_in(params, read::pair(params)?)
}

/// The same, where the market is known.
pub(super) fn read_in(params: &Params<'_>, pair: Pair) -> Result<AddOrder, KrakenError> {
    refuse_what_is_not_offered(params)?;
    let side = side(params)?;
    let (model, close) = (model::primary(params)?, model::close(params)?);
    model::check_trigger(params, &model, close.as_ref())?;
    let (time_in_force, expires) = schedule::lasts(params)?;
    Ok(AddOrder {
        pair,
        side,
        model,
        close,
        volume: read::needed_decimal(params, "volume")?,
        flags: order_flags(params)?.unwrap_or_default(),
        time_in_force,
        starts: schedule::starts(params)?,
        expires,
        userref: read::integer(params, "userref")?,
        cl_ord_id: params.one("cl_ord_id")?.map(str::to_owned),
        deadline: read::instant(params, "deadline")?,
        validate: read::flag(params, "validate")?,
    })
}

/// An order that asks for more than this exchange does is refused: an order placed without the
/// protection it asked for would be worse than none.
fn refuse_what_is_not_offered(params: &Params<'_>) -> Result<(), KrakenError> {
    read::refuse(params, "stptype", &["cancel-newest", "cancel-oldest", "cancel-both"])?;
    read::refuse(params, "leverage", &["none", "0", "1"])?;
    read::refuse(params, "reduce_only", &["false", "0"])
}

fn side(params: &Params<'_>) -> Result<Side, KrakenError> {
    match params.need("type")? {
        "buy" => Ok(Side::Buy),
        "sell" => Ok(Side::Sell),
        _ => Err(KrakenError::InvalidArgument("type")),
    }
}
