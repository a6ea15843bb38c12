//! The account's open orders.

use super::super::super::cursor::{List, after_id, read_after_id};
use super::super::super::failure::Failure;
use super::super::super::reply::Reply;
use super::super::super::shell::Call;
use super::super::{SeenOrder, failure};
use claviger::core::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of open orders.
#[derive(Serialize, ToSchema)]
#[schema(as = OrderPage)]
pub(in super::super::super) struct OrderPage {
    /// The orders.
    items: Vec<OrderJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// An order. Amounts are decimals in texts: volumes in the base asset, prices, cost and fee in the quote asset.
#[derive(Serialize, ToSchema)]
#[schema(as = Order)]
struct OrderJson {
    /// Its id.
    #[schema(example = "O7J4FF-BGM7G-V2JMIH")]
    id: String,
    /// The market.
    #[schema(example = "XBTUSD")]
    pair: String,
    /// `buy` or `sell`.
    side: &'static str,
    /// Its type, as on Kraken.
    #[schema(example = "limit")]
    r#type: &'static str,
    /// Its one line.
    #[schema(example = "buy 0.10000000 XBTUSD @ limit 37500.0")]
    description: String,
    /// `open`, in the book or waiting for its trigger; `pending`, waiting for its start.
    status: &'static str,
    /// Volume ordered.
    volume: String,
    /// Volume filled.
    filled: String,
    /// Its limit; null if it has none. That of a trailing stop follows the market.
    limit_price: Option<String>,
    /// Where its trigger fired, or would fire; null if it has none.
    trigger_price: Option<String>,
    /// Cost of what was filled.
    cost: String,
    /// Fee of what was filled.
    fee: String,
    /// When it was placed.
    #[schema(format = DateTime)]
    opened_at: String,
    /// When it expires; null if it does not.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

impl OrderJson {
    fn of(seen: &SeenOrder) -> Self {
        let order = &seen.order;
        let (pair, time) =
            (order.pair, |at: claviger_venue::Micros| Timestamp::from_micros(at.0).to_string());
        let price = |price| format!("{price:.*}", pair.price_decimals() as usize);
        OrderJson {
            id: order.id.to_string(),
            pair: pair.altname(),
            side: order.side.as_str(),
            r#type: order.model().as_str(),
            description: order.describe(),
            status: order.status.as_str(),
            volume: format!("{:.*}", pair.lot_decimals() as usize, order.volume),
            filled: format!("{:.*}", pair.lot_decimals() as usize, order.filled),
            limit_price: seen.limit.map(price),
            trigger_price: seen.trigger.map(price),
            cost: pair.quote().format(order.cost),
            fee: pair.quote().format(order.fee),
            opened_at: time(order.opened_at),
            expires_at: order.expires_at.map(time),
        }
    }
}

/// Lists the account's open orders, newest first: those of its keys and those placed by hand.
#[utoipa::path(get, path = "/paper/orders", tag = "paper", operation_id = "paper.order-list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before.")),
    responses((status = 200, description = "A page of open orders.", body = OrderPage)))]
pub(in super::super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor"])?;
    let (limit, before) = (query.limit()?, query.cursor(|text| read_after_id(List::Orders, text))?);
    let all = call.state.paper.open_orders(call.caller.account, before, limit + 1).await.map_err(failure)?;
    let last = all.get(limit).and(all.get(limit - 1));
    let next = last.map(|seen| after_id(List::Orders, &seen.order.id));
    let items = all.iter().take(limit).map(OrderJson::of).collect();
    Ok(Reply::ok(&OrderPage { items, next })?)
}
