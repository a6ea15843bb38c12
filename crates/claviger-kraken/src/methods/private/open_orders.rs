//! `OpenOrders`: what is in the book. The present is no history, so the key's dates do not narrow it.

use super::View;
use super::order::OrderInfo;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::object;
use claviger_venue::Order;

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let trades = read::flag(params, "trades")?;
    let userref: Option<i32> = read::integer(params, "userref")?;
    let cl_ord_id = params.one("cl_ord_id")?;
    let asked = |order: &&Order| {
        userref.is_none_or(|number| order.userref == Some(number))
            && cl_ord_id.is_none_or(|id| order.cl_ord_id.as_deref() == Some(id))
    };
    let orders = view.venue.open_orders(view.account).filter(asked);
    let open = object(orders.map(|order| (order.id, OrderInfo::of(view, order, trades))));
    success(&object([("open", open)]))
}
