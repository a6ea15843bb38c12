//! `OrderAmends` and `OpenPositions`.

use crate::world::{P, START, World};
use serde_json::json;

const ORDER: &str = "pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=0.5&oflags=post";
const DENIED: &str = "EGeneral:Permission denied";

#[tokio::test]
async fn every_term_is_told_the_original_first() {
    let world = World::new().await;
    let bot = world.full().await;
    let placed = world.ok(&bot, "AddOrder", ORDER).await;
    let txid = placed["txid"][0].as_str().unwrap();
    world.step(2);
    let amend = format!("txid={txid}&limit_price=11000&order_qty=0.4");
    let amended = world.ok(&bot, "AmendOrder", &amend).await["amend_id"].clone();
    let told = world.ok(&bot, "OrderAmends", &format!("order_id={txid}")).await;
    let original = told["amends"][0]["amend_id"].clone();
    let term = |id, kind, qty, price, secs: i64, post| {
        json!({ "amend_id": id, "amend_type": kind, "order_qty": qty, "remaining_qty": qty,
            "limit_price": price, "post_only": post, "timestamp": (START + secs) * 1_000 })
    };
    let terms = [
        term(original, "original", "0.50000000", "10000.0", 0, true),
        term(amended, "user", "0.40000000", "11000.0", 2, false),
    ];
    assert_eq!(told, json!({ "count": 2, "amends": terms }));
}

#[tokio::test]
async fn the_permission_follows_the_state_of_the_order() {
    let world = World::new().await;
    let bot = world.full().await;
    let placed = world.ok(&bot, "AddOrder", ORDER).await;
    let ask = format!("order_id={}", placed["txid"][0].as_str().unwrap());
    let (open, closed) = (world.key(&[P::QueryOpenTrades]).await, world.key(&[P::QueryClosedTrades]).await);
    assert_eq!(world.ok(&open, "OrderAmends", &ask).await["count"], 1);
    assert_eq!(world.refused(&closed, "OrderAmends", &ask).await, DENIED);
    world.ok(&bot, "CancelAll", "").await;
    assert_eq!(world.refused(&open, "OrderAmends", &ask).await, DENIED);
    assert_eq!(world.ok(&closed, "OrderAmends", &ask).await["count"], 1);
    let neither = world.key(&[P::QueryFunds]).await;
    assert_eq!(world.refused(&neither, "OrderAmends", &ask).await, DENIED);
    for (params, error) in [
        ("", "EGeneral:Invalid arguments:order_id"),
        ("order_id=7", "EOrder:Unknown order"),
        ("order_id=OAAAAA-AAAAA-AAAAAA", "EOrder:Unknown order"),
    ] {
        assert_eq!(world.refused(&bot, "OrderAmends", params).await, error, "{params}");
    }
}

#[tokio::test]
async fn there_are_no_positions_and_what_is_asked_is_checked() {
    let world = World::new().await;
    let bot = world.key(&[P::QueryOpenTrades]).await;
    let by_market = "docalcs=true&consolidation=market";
    for (params, none) in [("", json!({})), ("txid=TAAAAA-AAAAA-AAAAAA", json!({})), (by_market, json!([]))] {
        assert_eq!(world.ok(&bot, "OpenPositions", params).await, none, "{params}");
    }
    for (params, name) in [("docalcs=perhaps", "docalcs"), ("consolidation=all", "consolidation")] {
        let refused = world.refused(&bot, "OpenPositions", params).await;
        assert_eq!(refused, format!("EGeneral:Invalid arguments:{name}"));
    }
    let other = world.key(&[P::QueryFunds]).await;
    assert_eq!(world.refused(&other, "OpenPositions", "").await, DENIED);
}
