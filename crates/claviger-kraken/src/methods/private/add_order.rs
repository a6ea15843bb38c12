//! `AddOrder`: places an order, or only checks it.

use super::Act;
use super::order::order_flags;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::read;
use claviger_venue::{AddOrder, Command, OrderId, OrderKind, Reply, Side, TimeInForce};
use serde::Serialize;

#[derive(Serialize)]
struct Descr<'a> {
    order: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    close: Option<&'a str>,
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

/// The order a call describes.
pub(super) fn read(params: &Params<'_>) -> Result<AddOrder, KrakenError> {
    refuse_what_is_not_offered(params)?;
    Ok(AddOrder {
        pair: read::pair(params)?,
        side: side(params)?,
        kind: kind(params)?,
        volume: read::needed_decimal(params, "volume")?,
        flags: order_flags(params)?.unwrap_or_default(),
        time_in_force: time_in_force(params)?,
        userref: read::integer(params, "userref")?,
        cl_ord_id: params.one("cl_ord_id")?.map(str::to_owned),
        deadline: read::deadline(params)?,
        validate: read::flag(params, "validate")?,
    })
}

/// An order that asks for more than this exchange does is refused: an order placed without the
/// protection it asked for would be worse than none.
fn refuse_what_is_not_offered(params: &Params<'_>) -> Result<(), KrakenError> {
    for name in ["close[ordertype]", "close[price]", "close[price2]", "price2", "displayvol", "trigger"] {
        read::refuse(params, name, &[])?;
    }
    read::refuse(params, "stptype", &["cancel-newest", "cancel-oldest", "cancel-both"])?;
    read::refuse(params, "leverage", &["none", "0", "1"])?;
    read::refuse(params, "reduce_only", &["false", "0"])?;
    read::refuse(params, "starttm", &["0"])?;
    read::refuse(params, "expiretm", &["0"])
}

fn side(params: &Params<'_>) -> Result<Side, KrakenError> {
    match params.need("type")? {
        "buy" => Ok(Side::Buy),
        "sell" => Ok(Side::Sell),
        _ => Err(KrakenError::InvalidArgument("type")),
    }
}

fn kind(params: &Params<'_>) -> Result<OrderKind, KrakenError> {
    match params.need("ordertype")? {
        "market" => Ok(OrderKind::Market),
        "limit" => Ok(OrderKind::Limit(read::needed_decimal(params, "price")?)),
        _ => Err(KrakenError::InvalidArgument("ordertype")),
    }
}

fn time_in_force(params: &Params<'_>) -> Result<TimeInForce, KrakenError> {
    let text = params.one("timeinforce")?.unwrap_or("GTC");
    match () {
        () if text.eq_ignore_ascii_case("GTC") => Ok(TimeInForce::Gtc),
        () if text.eq_ignore_ascii_case("IOC") => Ok(TimeInForce::Ioc),
        () => Err(KrakenError::InvalidArgument("timeinforce")),
    }
}
