//! `QueryOrders`: orders by id. Which permission it needs depends on whether they are open.

use super::View;
use super::order::{OrderInfo, is_open};
use crate::envelope::success;
use crate::error::KrakenError;
use crate::limits::MAX_ORDER_IDS;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::object;
use claviger_core::action::OrderFacts;
use claviger_venue::{AccountNo, Order, Venue};

/// The state of the orders a call asks for.
pub(super) fn facts(params: &Params<'_>, venue: &Venue, account: AccountNo) -> OrderFacts {
    let Ok(orders) = find(params, venue, account) else { return OrderFacts::default() };
    OrderFacts {
        open: orders.iter().any(|order| is_open(order)),
        closed: orders.iter().any(|order| !is_open(order)),
        ..OrderFacts::default()
    }
}

/// The orders of the ids, each once; ids of no order of the account are left out.
fn find<'v>(
    params: &Params<'_>,
    venue: &'v Venue,
    account: AccountNo,
) -> Result<Vec<&'v Order>, KrakenError> {
    let mut orders: Vec<&Order> = Vec::new();
    for id in params.list("txid", MAX_ORDER_IDS)? {
        let Some(order) = id.parse().ok().and_then(|id| venue.order(account, id)) else { continue };
        if !orders.iter().any(|known| known.id == order.id) {
            orders.push(order);
        }
    }
    Ok(orders)
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    if params.list("txid", MAX_ORDER_IDS)?.is_empty() {
        return Err(KrakenError::InvalidArgument("txid"));
    }
    let trades = read::flag(params, "trades")?;
    let userref: Option<i32> = read::integer(params, "userref")?;
    let window = view.window();
    let seen = |order: &&Order| {
        let dated = window.contains(order.opened_at) || order.closed_at.is_some_and(|at| window.contains(at));
        (is_open(order) || dated) && userref.is_none_or(|number| order.userref == Some(number))
    };
    let orders = find(params, view.venue, view.account)?.into_iter().filter(seen);
    success(&object(orders.map(|order| (order.id, OrderInfo::of(view, order, trades)))))
}
