//! How an order looks in an answer, and how a call names one.

use super::View;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::shape::{Fixed, Seconds};
use claviger_venue::{CloseReason, Flags, Micros, Order, OrderId, OrderRef, Stop, StopKind, TradeId, When};
use serde::{Serialize, Serializer};

/// Most words of `oflags`.
const MAX_FLAGS: usize = 16;

#[derive(Serialize)]
struct Descr {
    pair: String,
    aclass: &'static str,
    #[serde(rename = "type")]
    side: &'static str,
    ordertype: &'static str,
    price: String,
    price2: String,
    leverage: &'static str,
    order: String,
    close: String,
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
    starttm: Moment,
    expiretm: Moment,
    descr: Descr,
    vol: Fixed,
    vol_exec: Fixed,
    cost: Fixed,
    fee: Fixed,
    price: Fixed,
    stopprice: Fixed,
    limitprice: Fixed,
    misc: String,
    oflags: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    trigger: Option<&'static str>,
    /// Of an iceberg. The documents name no such member of an order; it is called as in the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    displayvol: Option<Fixed>,
    #[serde(flatten)]
    ended: Option<Ended>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trades: Option<&'a [TradeId]>,
}

impl<'a> OrderInfo<'a> {
    /// With the ids of its trades, or without.
    pub(super) fn of(view: &View<'_>, order: &'a Order, trades: bool) -> Self {
        let pair = order.pair;
        let price = |price: Option<_>| Fixed::price(pair, price.unwrap_or_default());
        let limit = view.venue.limit_price(order, view.now).filter(|_| order.stop.is_some());
        OrderInfo {
            refid: order.replaces.or(order.opened_by),
            userref: order.userref,
            cl_ord_id: order.cl_ord_id.as_deref(),
            status: order.status.as_str(),
            opentm: Seconds(order.opened_at),
            starttm: Moment(order.starts_at),
            expiretm: Moment(order.expires_at),
            descr: descr(order),
            vol: Fixed::volume(pair, order.volume),
            vol_exec: Fixed::volume(pair, order.filled),
            cost: Fixed::cost(pair, order.cost),
            fee: Fixed::cost(pair, order.fee),
            // An average need not be a multiple of the tick size.
            price: Fixed(order.average_price(), pair.price_decimals() + 1),
            stopprice: price(view.venue.trigger_price(order, view.now)),
            limitprice: price(limit),
            misc: misc(order),
            oflags: order.flags.text(),
            trigger: order.stop.is_some().then_some("last"),
            displayvol: order.display.map(|display| Fixed::volume(pair, display)),
            ended: order
                .closed_at
                .map(|at| Ended { closetm: Seconds(at), reason: order.reason.map(CloseReason::as_str) }),
            trades: (trades && !order.trades.is_empty()).then_some(order.trades.as_slice()),
        }
    }
}

fn descr(order: &Order) -> Descr {
    let (pair, model) = (order.pair, order.model());
    let text = |price: Option<String>| price.unwrap_or_else(|| "0".to_owned());
    Descr {
        pair: pair.altname(),
        aclass: "forex",
        side: order.side.as_str(),
        ordertype: model.as_str(),
        price: text(model.price_text(pair)),
        price2: text(model.price2_text(pair)),
        leverage: "none",
        order: order.describe(),
        close: order.describe_close().unwrap_or_default(),
    }
}

/// The exchange's words for what happened to it, comma separated: *stopped* and *touched* when its trigger fired,
/// *partial* when it ended with a part of it filled.
fn misc(order: &Order) -> String {
    let fired = order.stop.as_deref().filter(|stop| stop.fired.is_some());
    let took_profit = |stop: &Stop| matches!(stop.when, When::At { kind: StopKind::TakeProfit, .. });
    let fired = fired.map(|stop| if took_profit(stop) { "touched" } else { "stopped" });
    let is_partial = order.closed_at.is_some() && !order.filled.is_zero() && !order.rest().is_zero();
    let words = fired.into_iter().chain(is_partial.then_some("partial"));
    words.collect::<Vec<_>>().join(",")
}

/// An instant in seconds; `0` for none.
struct Moment(Option<Micros>);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            None => serializer.serialize_u8(0),
            Some(at) => Seconds(at).serialize(serializer),
        }
    }
}

/// Whether an order has not ended.
pub(super) fn is_open(order: &Order) -> bool {
    order.is_live()
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
        (Some(text), None) => named(text),
        (None, Some(id)) => Ok(OrderRef::ClOrdId(id.to_owned())),
        (None, None) => Err(KrakenError::InvalidArgument("txid")),
        (Some(_), Some(_)) => Err(KrakenError::InvalidArgument("cl_ord_id")),
    }
}

/// The order of an id or the client's number.
pub(super) fn named(text: &str) -> Result<OrderRef, KrakenError> {
    match (text.parse(), text.parse()) {
        (Ok(id), _) => Ok(OrderRef::Id(id)),
        (_, Ok(number)) => Ok(OrderRef::UserRef(number)),
        _ => Err(KrakenError::UnknownOrder),
    }
}
