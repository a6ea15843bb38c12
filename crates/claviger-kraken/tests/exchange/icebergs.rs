//! Icebergs as clients see them: filled peak by peak.

use crate::world::{Client, World};
use rust_decimal::Decimal;
use serde_json::{Value, json};

const SELL: &str = "pair=XBTUSD&type=sell&ordertype=iceberg&volume=0.1&displayvol=0.03&price=%2B0.01%25";

async fn place(world: &World, bot: &Client, terms: &str) -> String {
    world.ok(bot, "AddOrder", terms).await["txid"][0].as_str().unwrap().to_owned()
}

async fn show(world: &World, bot: &Client, txid: &str) -> Value {
    world.ok(bot, "QueryOrders", &format!("txid={txid}&trades=true")).await[txid].clone()
}

fn number(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

/// Lets seconds pass until so much of an order is filled; gives the order.
async fn until_filled(world: &World, bot: &Client, txid: &str, volume: &str) -> Value {
    for _ in 0..2_000 {
        let order = show(world, bot, txid).await;
        if order["vol_exec"] == volume {
            return order;
        }
        world.pass(1).await;
    }
    panic!("the market stayed away");
}

#[tokio::test]
async fn each_peak_is_a_trade_and_lets_a_part_of_the_hold_go() {
    let world = World::new().await;
    let bot = world.full().await;
    let txid = place(&world, &bot, SELL).await;
    let held = |balances: &Value| number(&balances["XXBT"]["hold_trade"]);
    let mut left = Decimal::new(1, 1);
    for (volume, count) in [("0.03000000", 1), ("0.06000000", 2), ("0.09000000", 3)] {
        let order = until_filled(&world, &bot, &txid, volume).await;
        left -= Decimal::new(3, 2);
        assert_eq!((&order["status"], &order["displayvol"]), (&json!("open"), &json!("0.03000000")));
        assert_eq!(order["trades"].as_array().unwrap().len(), count);
        assert_eq!(held(&world.ok(&bot, "BalanceEx", "").await), left);
        let price = number(&order["descr"]["price"]);
        let (cost, fee) = (number(&order["cost"]), number(&order["fee"]));
        assert_eq!(cost, price * number(&order["vol_exec"]));
        assert!((fee - cost * Decimal::new(25, 4)).abs() <= Decimal::new(1, 4), "the maker's fee");
    }
    let order = until_filled(&world, &bot, &txid, "0.10000000").await;
    assert_eq!((&order["status"], &order["reason"]), (&json!("closed"), &json!(null)));
    let trades = world.ok(&bot, "TradesHistory", "").await["trades"].clone();
    let mut seconds = Vec::new();
    for trade in trades.as_object().unwrap().values() {
        assert_eq!((&trade["ordertxid"], &trade["ordertype"]), (&json!(txid), &json!("iceberg")));
        assert_eq!((&trade["price"], &trade["maker"]), (&order["descr"]["price"], &json!(true)));
        seconds.push(trade["time"].as_f64().unwrap() as i64);
    }
    seconds.sort_unstable();
    seconds.dedup();
    assert_eq!(seconds.len(), 4, "one peak a second");
}

#[tokio::test]
async fn between_peaks_it_is_amended_and_cancelled() {
    let world = World::new().await;
    let bot = world.full().await;
    let txid = place(&world, &bot, SELL).await;
    until_filled(&world, &bot, &txid, "0.03000000").await;
    for bad in ["0.0046", "0.08", "0"] {
        let refused = world.refused(&bot, "AmendOrder", &format!("txid={txid}&display_qty={bad}")).await;
        assert_eq!(refused, "EGeneral:Invalid arguments:display_qty", "{bad}");
    }
    world.ok(&bot, "AmendOrder", &format!("txid={txid}&display_qty=0.02&post_only=true")).await;
    let order = until_filled(&world, &bot, &txid, "0.05000000").await;
    assert_eq!((&order["vol"], &order["displayvol"]), (&json!("0.10000000"), &json!("0.02000000")));
    let terms = world.ok(&bot, "OrderAmends", &format!("order_id={txid}")).await["amends"].clone();
    assert_eq!(
        (&terms[1]["display_qty"], &terms[1]["remaining_qty"]),
        (&json!("0.02000000"), &json!("0.07000000"))
    );
    world.ok(&bot, "CancelOrder", &format!("txid={txid}")).await;
    let order = show(&world, &bot, &txid).await;
    assert_eq!(
        (&order["status"], &order["misc"], &order["vol_exec"]),
        (&json!("canceled"), &json!("partial"), &json!("0.05000000"))
    );
    assert_eq!(world.ok(&bot, "BalanceEx", "").await["XXBT"]["hold_trade"], "0.0000000000");
}
