//! The synthetic book order by order, and in coarser steps.

use std::collections::{BTreeMap, BTreeSet};

use claviger_venue::{
    BOOK_LEVELS, BookOrder, Command, GroupedLevel, Level, Market, Micros, OrderRef, Pair, VenueError,
};
use rust_decimal::Decimal;

use super::{Desk, OPENED, dec, pair};

fn after(secs: i64) -> Micros {
    OPENED.plus(Micros::from_secs(secs))
}

/// Price, volume and number of orders of each level.
fn levels(orders: &[BookOrder]) -> Vec<(Decimal, Decimal, u32)> {
    let mut levels: Vec<(Decimal, Decimal, u32)> = Vec::new();
    for order in orders {
        match levels.last_mut().filter(|last| last.0 == order.price) {
            Some(last) => (last.1, last.2) = (last.1 + order.volume, last.2 + 1),
            None => levels.push((order.price, order.volume, 1)),
        }
    }
    levels
}

#[test]
fn the_orders_of_a_level_add_up_to_it() {
    let market = Market::new(3, OPENED);
    for pair in Pair::all() {
        for (secs, count) in [(0, 1), (7, 100), (90_000, BOOK_LEVELS), (90_000, 5_000)] {
            let (depth, orders) =
                (market.depth(pair, count, after(secs)), market.orders(pair, count, after(secs)));
            let shown = |level: &Level| (level.price, level.volume, level.orders);
            for (side, orders) in [(depth.asks, &orders.asks), (depth.bids, &orders.bids)] {
                assert_eq!(levels(orders), side.iter().map(shown).collect::<Vec<_>>(), "{pair}");
                assert!(side.iter().all(|level| (1..=4).contains(&level.orders)));
                assert!(orders.iter().all(|order| order.volume > Decimal::ZERO));
                assert!(orders.iter().all(|order| order.volume.scale() <= pair.lot_decimals()));
            }
        }
    }
    let depth = market.depth(pair("XBTUSD"), BOOK_LEVELS, OPENED);
    let counts: BTreeSet<u32> = depth.asks.iter().map(|level| level.orders).collect();
    assert_eq!(counts.len(), 4, "levels of one to four orders");
}

#[test]
fn ids_of_orders_are_stable_and_of_one_order_each() {
    let market = Market::new(3, OPENED);
    let ids = |name: &str, at: Micros| {
        let orders = market.orders(pair(name), BOOK_LEVELS, at);
        let ids: Vec<_> = orders.asks.iter().chain(&orders.bids).map(|order| order.id.to_string()).collect();
        assert!(orders.asks.iter().chain(&orders.bids).all(|order| order.at <= at));
        ids
    };
    // a refresh of the book lasts three seconds
    let start = 3 - OPENED.secs() % 3;
    let first = ids("XBTUSD", after(start));
    for micros in [0, 1, 999_999, 2_999_999] {
        assert_eq!(ids("XBTUSD", after(start).plus(Micros(micros))), first);
    }
    let mut all: BTreeSet<String> = first.iter().cloned().collect();
    let mut count = first.len();
    for (name, secs) in [("XBTUSD", 3), ("XBTUSD", 60), ("ETHUSD", 0), ("SOLXBT", 0)] {
        let more = ids(name, after(start + secs));
        count += more.len();
        all.extend(more);
    }
    assert_eq!(all.len(), count, "no id twice");
    // golden: an id is the same on every platform
    assert_eq!(first[0], "OV3RO7-RDLL7-MQENML");
}

#[test]
fn an_order_of_the_market_is_nobodys() {
    let mut desk = Desk::new();
    let id = desk.venue.market().orders(pair("XBTUSD"), 1, desk.now).asks[0].id;
    assert!(desk.venue.order(super::ME, id).is_none());
    assert_eq!(desk.refusal(Command::CancelOrder(OrderRef::Id(id))), VenueError::UnknownOrder);
}

/// What the levels of a side come to in steps of a width, by price.
fn by_hand(levels: &[Level], width: Decimal, up: bool) -> BTreeMap<Decimal, Decimal> {
    let mut steps = BTreeMap::new();
    for level in levels {
        let step = level.price / width;
        let step = if up { step.ceil() } else { step.floor() };
        *steps.entry(step * width).or_default() += level.volume;
    }
    steps
}

#[test]
fn steps_are_rounded_towards_the_passive_side_and_keep_every_lot() {
    let market = Market::new(3, OPENED);
    for pair in Pair::all() {
        let depth = market.depth(pair, BOOK_LEVELS, after(100));
        for grouping in [1, 5, 10, 25, 50, 100, 250, 500, 1_000] {
            let width = pair.tick_size() * Decimal::from(grouping);
            let grouped = market.grouped(pair, grouping, 1_000, after(100));
            let steps =
                |side: &[GroupedLevel]| side.iter().map(|step| (step.price, step.volume)).collect::<Vec<_>>();
            let asks: Vec<_> = by_hand(&depth.asks, width, true).into_iter().collect();
            let bids: Vec<_> = by_hand(&depth.bids, width, false).into_iter().rev().collect();
            assert_eq!((steps(&grouped.asks), steps(&grouped.bids)), (asks, bids), "{pair} {grouping}");
            assert!(grouped.bids[0].price < grouped.asks[0].price);
        }
    }
    let few = market.grouped(pair("XBTUSD"), 100, 10, after(100));
    let many = market.grouped(pair("XBTUSD"), 100, 25, after(100));
    assert_eq!((few.asks.len(), &few.asks[..], &few.bids[..]), (10, &many.asks[..10], &many.bids[..10]));
    assert_eq!(few.asks[1].price - few.asks[0].price, dec("10"));
}
