//! Trading by hand at the paper exchange, from the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::Served;

#[test]
fn an_order_is_placed_listed_and_cancelled_by_hand() {
    let server = Served::start();
    server.run(&["paper", "orders"]).ended(0).complained(&["no order is open"]);
    let placed =
        server.run(&["paper", "order", "buy", "0.25", "btc/usd", "--limit", "100", "--json"]).ended(0);
    let id = placed.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(placed.json()["description"], "buy 0.25000000 XBTUSD @ limit 100.0");
    server.run(&["paper", "orders"]).ended(0).said(&[&id, "XBTUSD", "buy", "limit", "0.25000000", "100.0"]);
    let held = server.run(&["paper", "balances", "--json"]).ended(0).json();
    assert_eq!((&held["items"][0]["asset"], &held["items"][0]["held"]), (&"USD".into(), &"25.0625".into()));
    server.run(&["paper", "cancel", &id]).ended(0).said(&["1 order is cancelled"]);
    server.run(&["paper", "cancel", &id]).ended(1).complained(&["ended already"]);
    server.run(&["paper", "cancel", "nonsense"]).ended(5).complained(&["no such order"]);
}

#[test]
fn a_market_order_is_filled_and_everything_open_is_cancelled_at_once() {
    let server = Served::start();
    server.run(&["paper", "fills"]).ended(0).complained(&["nothing was traded yet"]);
    server.run(&["paper", "order", "buy", "0.01", "XBTUSD"]).ended(0).said(&["is placed", "@ market"]);
    server.run(&["paper", "fills"]).ended(0).said(&["XBTUSD", "buy", "0.01000000"]);
    server.run(&["paper", "balances"]).ended(0).said(&["XBT", "USD", "worth together: "]);
    for price in ["90", "91"] {
        server.run(&["paper", "order", "buy", "0.25", "XBTUSD", "--limit", price]).ended(0);
    }
    server.run(&["paper", "order", "sell", "0.01", "XBTUSD", "--stop-loss", "50"]).ended(0);
    server.run(&["paper", "orders"]).ended(0).said(&["stop-loss", "50.0", "TRIGGER"]);
    server.run(&["paper", "cancel", "--all", "--yes"]).ended(0).said(&["3 orders are cancelled"]);
    server.run(&["paper", "orders"]).ended(0).complained(&["no order is open"]);
    server.run(&["paper", "withdrawals"]).ended(0).complained(&["nothing was withdrawn yet"]);
}

#[test]
fn what_is_wrong_with_an_order_is_said() {
    let server = Served::start();
    let order = |rest: &[&str]| server.run(&[&["paper", "order"], rest].concat());
    order(&["buy", "0.000000001", "XBTUSD"]).ended(1).complained(&["volume", "decimals"]);
    order(&["buy", "1", "XBTEUR"]).ended(1).complained(&["pair", "market"]);
    order(&["buy", "1", "XBTUSD", "--limit", "1.23456"])
        .ended(1)
        .complained(&["limit_price", "multiple of 0.1"]);
    order(&["buy", "1000", "XBTUSD"]).ended(1).complained(&["insufficient funds"]);
    server.run(&["paper", "orders"]).ended(0).complained(&["no order is open"]);
}
