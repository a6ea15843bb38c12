//! `Level3`: the public book order by order. Like the rest of the public market it has no paper orders in it, neither those
//! of the account that asks nor of any other: those do not stand in that book, they watch its best price.

use crate::envelope::success;
use crate::methods::Answer;
use crate::methods::public::View;
use crate::parse::Params;
use crate::read;
use crate::shape::Fixed;
use claviger_venue::{BOOK_LEVELS, BookOrder, OrderId, Pair};
use serde::Serialize;

/// How many levels of each side may be asked for; all of them by `0`.
const DEPTHS: [usize; 6] = [0, 10, 25, 100, 250, 1_000];
/// Levels of each side unless asked otherwise.
const USUAL: usize = 100;
const NANOS_PER_MICRO: i64 = 1_000;

#[derive(Serialize)]
struct Order {
    price: Fixed,
    qty: Fixed,
    order_id: OrderId,
    /// Nanoseconds, as a number.
    timestamp: i64,
}

#[derive(Serialize)]
struct Book {
    /// As in `GroupedBook`.
    pair: String,
    bids: Vec<Order>,
    asks: Vec<Order>,
}

fn orders(pair: Pair, orders: &[BookOrder]) -> Vec<Order> {
    let order = |order: &BookOrder| Order {
        price: Fixed::price(pair, order.price),
        qty: Fixed::volume(pair, order.volume),
        order_id: order.id,
        timestamp: order.at.0.saturating_mul(NANOS_PER_MICRO),
    };
    orders.iter().map(order).collect()
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let pair = read::pair(params)?;
    let levels = match read::choice(params, "depth", &DEPTHS)? {
        Some(0) => BOOK_LEVELS,
        depth => depth.unwrap_or(USUAL),
    };
    let book = view.market.orders(pair, levels, view.micros());
    let (bids, asks) = (orders(pair, &book.bids), orders(pair, &book.asks));
    success(&Book { pair: pair.symbol(), bids, asks })
}
