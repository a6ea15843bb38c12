//! Orders, trades, ledger.

use crate::world::{Client, World, members};
use serde_json::{Value, json};

const LIMIT: &str = "pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=0.5";

async fn place(world: &World, bot: &Client, params: &str) -> String {
    let placed = world.ok(bot, "AddOrder", params).await;
    placed["txid"][0].as_str().unwrap().to_owned()
}

fn count_of(value: &Value) -> usize {
    value.as_object().unwrap().len()
}

#[tokio::test]
async fn a_resting_order_from_birth_to_cancellation() {
    let world = World::new().await;
    let bot = world.full().await;
    let placed = world.ok(&bot, "AddOrder", &format!("{LIMIT}&userref=7&oflags=post")).await;
    assert_eq!(placed["descr"]["order"], "buy 0.50000000 XBTUSD @ limit 10000.0");
    let txid = placed["txid"][0].as_str().unwrap().to_owned();
    let open = world.ok(&bot, "OpenOrders", "").await;
    let order = &open["open"][&txid];
    for (member, value) in [
        ("status", json!("open")),
        ("userref", json!(7)),
        ("vol", json!("0.50000000")),
        ("vol_exec", json!("0.00000000")),
        ("oflags", json!("post,fciq")),
        ("opentm", json!(1_800_000_000.0)),
    ] {
        assert_eq!(order[member], value, "{member}");
    }
    assert_eq!(order["descr"]["type"], "buy");
    assert_eq!(order["descr"]["price"], "10000.0");
    assert!(order.get("closetm").is_none() && order["refid"].is_null());

    let amended = world.ok(&bot, "AmendOrder", &format!("txid={txid}&limit_price=11000&order_qty=0.4")).await;
    assert!(amended["amend_id"].as_str().unwrap().starts_with('M'));
    let edited =
        world.ok(&bot, "EditOrder", &format!("txid={txid}&pair=XBTUSD&price=12000.5&volume=0.3")).await;
    assert_eq!((&edited["originaltxid"], &edited["status"]), (&json!(txid), &json!("ok")));
    assert_eq!((&edited["price"], &edited["volume"]), (&json!("12000.5"), &json!("0.30000000")));
    let new = edited["txid"].as_str().unwrap();
    assert_eq!(world.ok(&bot, "CancelOrder", &format!("txid={new}")).await, json!({ "count": 1 }));
    assert_eq!(world.refused(&bot, "CancelOrder", &format!("txid={new}")).await, "EOrder:Unknown order");

    let closed = world.ok(&bot, "ClosedOrders", "").await;
    assert_eq!((closed["count"].as_u64(), count_of(&closed["closed"])), (Some(2), 2));
    assert_eq!(closed["closed"][new]["reason"], "User requested");
    assert_eq!(closed["closed"][&txid]["status"], "canceled");
    let both = world.ok(&bot, "QueryOrders", &format!("txid={txid}&txid={new},{new}")).await;
    assert_eq!(count_of(&both), 2);
}

#[tokio::test]
async fn a_market_order_fills_and_leaves_trades_and_ledger_entries() {
    let world = World::new().await;
    let bot = world.full().await;
    let txid = place(&world, &bot, "pair=XBTUSD&type=buy&ordertype=market&volume=0.01").await;
    let order = &world.ok(&bot, "QueryOrders", &format!("txid={txid}&trades=true")).await[&txid];
    assert_eq!((&order["status"], &order["vol_exec"]), (&json!("closed"), &json!("0.01000000")));
    let trade_id = order["trades"][0].as_str().unwrap();
    let history = world.ok(&bot, "TradesHistory", "ledgers=true").await;
    let trade = &history["trades"][trade_id];
    assert_eq!((&trade["ordertxid"], &trade["pair"]), (&json!(txid), &json!("XXBTZUSD")));
    assert_eq!((&trade["ordertype"], &trade["maker"]), (&json!("market"), &json!(false)));
    let ledger_id = trade["ledgers"][0].as_str().unwrap();
    let entry = &world.ok(&bot, "QueryLedgers", &format!("id={ledger_id}")).await[ledger_id];
    assert_eq!((&entry["refid"], &entry["type"]), (&json!(trade_id), &json!("trade")));
    assert_eq!(entry["aclass"], "currency");
    let ledgers = world.ok(&bot, "Ledgers", "type=trade&asset=XBT").await;
    assert_eq!(ledgers["count"].as_u64(), Some(history["count"].as_u64().unwrap()));
    assert!(world.ok(&bot, "Ledgers", "without_count=true").await.get("count").is_none());
    assert_eq!(world.ok(&bot, "Ledgers", "type=staking").await, json!({ "ledger": {}, "count": 0 }));
    assert_eq!(count_of(&world.ok(&bot, "QueryTrades", &format!("txid={trade_id}")).await), 1);
}

#[tokio::test]
async fn validating_places_nothing() {
    let world = World::new().await;
    let bot = world.full().await;
    let checked = world.ok(&bot, "AddOrder", &format!("{LIMIT}&validate=true")).await;
    assert_eq!(members(&checked), ["descr"]);
    assert_eq!(world.ok(&bot, "OpenOrders", "").await, json!({ "open": {} }));
    let refused = world.refused(&bot, "AddOrder", &format!("{LIMIT}&validate=maybe")).await;
    assert_eq!(refused, "EGeneral:Invalid arguments:validate");
}

#[tokio::test]
async fn pages_hold_fifty_and_go_on_by_offset() {
    let world = World::new().await;
    let bot = world.full().await;
    for number in 0..52 {
        let params =
            format!("pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=0.001&userref={}", number % 2);
        place(&world, &bot, &params).await;
        world.step(2);
    }
    assert_eq!(world.ok(&bot, "CancelAll", "").await, json!({ "count": 52 }));
    assert_eq!(world.ok(&bot, "CancelAll", "").await, json!({ "count": 0 }));
    for (params, shown, count) in [("", 50, 52), ("ofs=50", 2, 52), ("ofs=60", 0, 52), ("userref=1", 26, 26)]
    {
        let page = world.ok(&bot, "ClosedOrders", params).await;
        assert_eq!((count_of(&page["closed"]), page["count"].as_u64()), (shown, Some(count)), "{params}");
    }
}

#[tokio::test]
async fn a_json_body_does_the_same_and_lists_may_be_arrays() {
    let world = World::new().await;
    let bot = world.full().await;
    let first = place(&world, &bot, LIMIT).await;
    let second = place(&world, &bot, LIMIT).await;
    let nonce = "1700000000000000001";
    let body = format!(r#"{{"nonce":{nonce},"txid":["{first}","{second}"],"trades":true}}"#);
    let response = world.send_raw(&bot, "QueryOrders", &body, nonce, crate::world::HOME).await;
    assert_eq!(count_of(&crate::world::result(&response).unwrap()), 2);
}

#[tokio::test]
async fn resting_orders_fill_when_the_market_comes() {
    let world = World::new().await;
    let bot = world.full().await;
    let ticker = world.public("Ticker?pair=XBTUSD").await.unwrap();
    let best = |side: &str| ticker["XXBTZUSD"][side][0].as_str().unwrap().to_owned();
    // One on each side: whichever way the market goes, it meets one of them.
    for (side, price) in [("buy", best("b")), ("sell", best("a"))] {
        let order = format!("pair=XBTUSD&type={side}&ordertype=limit&price={price}&volume=0.01&oflags=post");
        place(&world, &bot, &order).await;
    }
    for _ in 0..100 {
        world.pass(3_600).await;
        let history = world.ok(&bot, "TradesHistory", "").await;
        if let Some(trade) = history["trades"].as_object().unwrap().values().next() {
            assert_eq!((&trade["maker"], &trade["ordertype"]), (&json!(true), &json!("limit")));
            return;
        }
    }
    panic!("the market never came");
}
