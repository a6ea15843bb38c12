//! Orders placed and cancelled by hand, and what an account has.

use crate::paper::PURSE;
use crate::world::{Answer, World};
use claviger::core::action::Action;
use claviger::core::reason::Detail;
use claviger_venue::{Command, OrderRef, Pair, Reply};
use serde_json::{Value, json};
use std::sync::atomic::Ordering::SeqCst;

fn limit(price: &str) -> Value {
    json!({"pair": "BTC/USD", "side": "buy", "type": "limit", "volume": "0.5", "limit_price": price})
}

async fn open(world: &World) -> Vec<Value> {
    let listed = world.get(&world.tokens["viewer"], "/paper/orders").await.json();
    listed["items"].as_array().unwrap().clone()
}

/// The last entry: what was done, and the words of the change.
fn last_entry(world: &World) -> (Action, String) {
    let entry = world.entries().pop().unwrap();
    let Detail::Change(words) = entry.draft.detail else { panic!("{entry:?}") };
    (entry.draft.action, words.to_string())
}

fn refused(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

#[tokio::test]
async fn an_order_is_placed_shown_and_cancelled() {
    let world = World::new().await;
    let placed = world.made(world.operator(), "/paper/orders", limit("20.5")).await;
    let id = placed["id"].as_str().unwrap();
    assert_eq!(placed["description"], "buy 0.50000000 XBTUSD @ limit 20.5");
    let words = format!("{id}: buy 0.50000000 XBTUSD @ limit 20.5");
    assert_eq!(last_entry(&world), (Action::OrderPlace, words.clone()));
    let orders = open(&world).await;
    assert_eq!(orders.len(), 2, "the newest first: {orders:?}");
    assert_eq!((&orders[0]["id"], &orders[1]["id"]), (&json!(id), &json!(world.own.order)));
    assert_eq!((&orders[0]["type"], &orders[0]["status"]), (&json!("limit"), &json!("open")));
    assert_eq!((&orders[0]["limit_price"], &orders[0]["filled"]), (&json!("20.5"), &json!("0.00000000")));
    let path = format!("/paper/orders/{id}/cancel");
    assert_eq!(world.made(world.operator(), &path, json!({})).await, json!({"count": 1}));
    assert_eq!(last_entry(&world), (Action::OrderCancel, words));
    assert_eq!(open(&world).await.len(), 1);
    let again = world.post(world.operator(), &path, json!({})).await;
    assert_eq!(refused(&again), (422, "upstream-refused".to_owned()));
    assert!(again.text.contains("the order has ended already: canceled"), "{}", again.text);
}

#[tokio::test]
async fn keys_and_hands_cancel_what_the_other_placed() {
    let world = World::new().await;
    let placed = world.made(world.operator(), "/paper/orders", limit("20.5")).await;
    let by_key = OrderRef::Id(placed["id"].as_str().unwrap().parse().unwrap());
    let reply = world.paper.of_a_key(&world.own.account, Command::CancelOrder(by_key)).await;
    assert_eq!(reply, Reply::Cancelled { count: 1 });
    let pair = Pair::find("XBTUSD").unwrap();
    let price = rust_decimal::Decimal::from(30);
    let add = claviger_venue::AddOrder::new(
        pair,
        claviger_venue::Side::Buy,
        claviger_venue::Model::Limit { price: price.into() },
        rust_decimal::Decimal::ONE,
    );
    let reply = world.paper.of_a_key(&world.own.account, Command::AddOrder(add)).await;
    let Reply::Placed { id, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(open(&world).await[0]["id"], id.to_string());
    world.made(world.operator(), &format!("/paper/orders/{id}/cancel"), json!({})).await;
    assert_eq!(open(&world).await.len(), 1);
}

#[tokio::test]
async fn all_are_cancelled_at_once_and_none_of_another_account() {
    let world = World::new().await;
    world.made(world.operator(), "/paper/orders", limit("20")).await;
    assert_eq!(world.made(world.operator(), "/paper/orders/cancel", json!({})).await, json!({"count": 2}));
    assert_eq!(last_entry(&world), (Action::OrderCancelAll, "2 open orders".to_owned()));
    assert!(open(&world).await.is_empty());
    let others = world.get(&world.stranger, "/paper/orders").await.json();
    assert_eq!(others["items"].as_array().unwrap().len(), 1);
    assert_eq!(world.made(world.operator(), "/paper/orders/cancel", json!({})).await, json!({"count": 0}));
}

#[tokio::test]
async fn a_market_order_is_filled_and_told_in_fills_and_balances() {
    let world = World::new().await;
    let before = world.get(world.operator(), "/paper/balances").await.json();
    let usd = &before["items"][0];
    assert_eq!((&usd["asset"], &usd["price"]), (&json!("USD"), &json!("1.000000000000")));
    assert_eq!(before["usd"], format!("{PURSE}.0000"));
    assert_eq!(usd["held"], "10.0250", "of the order that rests, with its fee");
    let market = json!({"pair": "XBTUSD", "side": "buy", "type": "market", "volume": "0.25"});
    let placed = world.made(world.operator(), "/paper/orders", market).await;
    let fills = world.get(&world.tokens["auditor"], "/paper/fills").await.json();
    let fill = &fills["items"][0];
    assert_eq!(
        (&fill["order"], &fill["side"], &fill["maker"]),
        (&placed["id"], &json!("buy"), &json!(false))
    );
    let after = world.get(world.operator(), "/paper/balances").await.json();
    assert_eq!(
        (&after["items"][1]["asset"], &after["items"][1]["total"]),
        (&json!("XBT"), &json!("0.2500000000"))
    );
    let sum = |name: &str| -> rust_decimal::Decimal {
        let all = fills["items"].as_array().unwrap().iter();
        all.map(|fill| fill[name].as_str().unwrap().parse::<rust_decimal::Decimal>().unwrap()).sum()
    };
    let left: rust_decimal::Decimal = after["items"][0]["total"].as_str().unwrap().parse().unwrap();
    assert_eq!(left, rust_decimal::Decimal::from(PURSE) - sum("cost") - sum("fee"));
}

#[tokio::test]
async fn what_is_wrong_is_named_and_changes_nothing() {
    let world = World::new().await;
    for (body, field) in [
        (json!({"pair": "XBTEUR", "side": "buy", "type": "market", "volume": "1"}), "pair"),
        (json!({"pair": "XBTUSD", "side": "hold", "type": "market", "volume": "1"}), "side"),
        (json!({"pair": "XBTUSD", "side": "buy", "type": "iceberg", "volume": "1"}), "type"),
        (json!({"pair": "XBTUSD", "side": "buy", "type": "market", "volume": "0.000000001"}), "volume"),
        (
            json!({"pair": "XBTUSD", "side": "buy", "type": "market", "volume": "1", "limit_price": "5"}),
            "limit_price",
        ),
        (json!({"pair": "XBTUSD", "side": "buy", "type": "stop-loss", "volume": "1"}), "trigger_price"),
        (
            json!({"pair": "XBTUSD", "side": "buy", "type": "market", "volume": "1", "validate": true}),
            "validate",
        ),
    ] {
        let answer = world.post(world.operator(), "/paper/orders", body).await;
        assert_eq!(refused(&answer), (422, "invalid".to_owned()), "{}", answer.text);
        assert_eq!(answer.json()["errors"][0]["field"], field);
    }
    let poor = json!({"pair": "XBTUSD", "side": "sell", "type": "market", "volume": "1"});
    let poor = world.post(world.operator(), "/paper/orders", poor).await;
    assert_eq!(refused(&poor), (422, "upstream-refused".to_owned()));
    assert!(poor.text.contains("insufficient funds"));
    assert_eq!(open(&world).await.len(), 1);
    assert_eq!(world.entries().iter().filter(|entry| entry.draft.action == Action::AdminRefused).count(), 8);
}

#[tokio::test]
async fn lists_come_in_pages_that_join() {
    let world = World::new().await;
    for price in ["11", "12", "13"] {
        world.made(world.operator(), "/paper/orders", limit(price)).await;
    }
    let (mut prices, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = world.get(world.operator(), &format!("/paper/orders?limit=2{cursor}")).await.json();
        prices.extend(page["items"].as_array().unwrap().iter().map(|order| order["limit_price"].clone()));
        // an order that ends between two pages takes none of the others along
        let newest = open(&world).await[0]["id"].as_str().unwrap().to_owned();
        world.made(world.operator(), &format!("/paper/orders/{newest}/cancel"), json!({})).await;
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(prices, ["13.0", "12.0", "11.0", "10.0"]);
    for list in ["fills", "withdrawals"] {
        let answer = world.get(world.operator(), &format!("/paper/{list}")).await.json();
        assert_eq!(answer, json!({"items": [], "next": null}), "{list}");
        let strange = world.get(world.operator(), &format!("/paper/{list}?cursor=xyz")).await;
        assert_eq!(strange.status.as_u16(), 400);
    }
}

#[tokio::test]
async fn nothing_is_shown_while_the_exchange_is_read_again() {
    let world = World::new().await;
    world.paper.rereading.store(true, SeqCst);
    for list in ["balances", "orders", "fills", "withdrawals"] {
        let answer = world.get(world.operator(), &format!("/paper/{list}")).await;
        assert_eq!(refused(&answer), (503, "unavailable".to_owned()), "{list}");
    }
}
