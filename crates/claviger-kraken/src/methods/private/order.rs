//! How an order looks in an answer, and how a call names one.

use crate::error::KrakenError;
use crate::parse::Params;
use crate::shape::{Fixed, Seconds};
use claviger_venue::{CloseReason, Flags, Order, OrderId, OrderRef, OrderStatus, TradeId};
use rust_decimal::Decimal;
use serde::Serialize;

/// Most words of `oflags`.
const MAX_FLAGS: usize = 16;

#[derive(Serialize)]
struct Descr {
    pair: String,
    aclass: &'static str,
    #[serde(rename = "type")]
    side: &'static str,
    ordertype: &'static str,
    price: Fixed,
    price2: &'static str,
    leverage: &'static str,
    order: String,
    close: &'static str,
}

/// When and why an order ended.
#[derive(Serialize)]
struct Ended {
    closetm: Seconds,
    reason: Option<&'static str>,
}

/// One order, without its id.
#[derive(Serialize)]
pub(super) struct OrderInfo<'a> {
    refid: Option<OrderId>,
    userref: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cl_ord_id: Option<&'a str>,
    status: &'static str,
    opentm: Seconds,
    starttm: u8,
    expiretm: u8,
    descr: Descr,
    vol: Fixed,
    vol_exec: Fixed,
    cost: Fixed,
    fee: Fixed,
    price: Fixed,
    stopprice: Fixed,
    limitprice: Fixed,
    misc: &'static str,
    oflags: String,
    #[serde(flatten)]
    ended: Option<Ended>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trades: Option<&'a [TradeId]>,
}

impl<'a> OrderInfo<'a> {
    /// With the ids of its trades, or without.
    pub(super) fn of(order: &'a Order, trades: bool) -> Self {
        let pair = order.pair;
        let price = |price| Fixed::price(pair, price);
        let none = price(Decimal::ZERO);
        OrderInfo {
            refid: order.replaces,
            userref: order.userref,
            cl_ord_id: order.cl_ord_id.as_deref(),
            status: order.status.as_str(),
            opentm: Seconds(order.opened_at),
            starttm: 0,
            expiretm: 0,
            descr: descr(order),
            vol: Fixed::volume(pair, order.volume),
            vol_exec: Fixed::volume(pair, order.filled),
            cost: Fixed::cost(pair, order.cost),
            fee: Fixed::cost(pair, order.fee),
            // An average need not be a multiple of the tick size.
            price: Fixed(order.average_price(), pair.price_decimals() + 1),
            stopprice: none,
            limitprice: none,
            misc: "",
            oflags: order.flags.text(),
            ended: order
                .closed_at
                .map(|at| Ended { closetm: Seconds(at), reason: order.reason.map(CloseReason::as_str) }),
            trades: (trades && !order.trades.is_empty()).then_some(order.trades.as_slice()),
        }
    }
}

fn descr(order: &Order) -> Descr {
    Descr {
        pair: order.pair.altname(),
        aclass: "forex",
        side: order.side.as_str(),
        ordertype: order.kind.as_str(),
        price: Fixed::price(order.pair, order.kind.price().unwrap_or_default()),
        price2: "0",
        leverage: "none",
        order: order.describe(),
        close: "",
    }
}

/// Whether an order is in the book.
pub(super) fn is_open(order: &Order) -> bool {
    order.status == OrderStatus::Open
}

/// The flags of `oflags`, comma separated, if given.
pub(super) fn order_flags(params: &Params<'_>) -> Result<Option<Flags>, KrakenError> {
    if params.one("oflags")?.is_none() {
        return Ok(None);
    }
    let mut flags = Flags::default();
    for word in params.list("oflags", MAX_FLAGS)? {
        match word {
            "post" => flags.post = true,
            "fcib" => flags.fcib = true,
            "fciq" => flags.fcib = false,
            "nompp" => flags.nompp = true,
            "viqc" => flags.viqc = true,
            _ => return Err(KrakenError::InvalidArgument("oflags")),
        }
    }
    Ok(Some(flags))
}

/// The order a call names by `txid` (an id or the client's number) or by `cl_ord_id`.
pub(super) fn order_ref(params: &Params<'_>) -> Result<OrderRef, KrakenError> {
    match (params.one("txid")?, params.one("cl_ord_id")?) {
        (Some(text), None) => match (text.parse(), text.parse()) {
            (Ok(id), _) => Ok(OrderRef::Id(id)),
            (_, Ok(number)) => Ok(OrderRef::UserRef(number)),
            _ => Err(KrakenError::UnknownOrder),
        },
        (None, Some(id)) => Ok(OrderRef::ClOrdId(id.to_owned())),
        (None, None) => Err(KrakenError::InvalidArgument("txid")),
        (Some(_), Some(_)) => Err(KrakenError::InvalidArgument("cl_ord_id")),
    }
}
