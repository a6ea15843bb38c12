//! Balances, and what the account is worth.

use crate::world::{World, members};
use claviger::core::restriction::Restrictions;
use claviger::manage::Caller;
use serde_json::json;

#[tokio::test]
async fn balances_are_strings_under_legacy_ids() {
    let world = World::new().await;
    let bot = world.full().await;
    let balance = world.ok(&bot, "Balance", "").await;
    assert_eq!(balance["ZUSD"], "100000.0000");
    assert_eq!(balance["XXBT"], "1.0000000000");
    let extended = world.ok(&bot, "BalanceEx", "").await;
    assert_eq!(extended["ZUSD"], json!({ "balance": "100000.0000", "hold_trade": "0.0000" }));
}

#[tokio::test]
async fn a_hold_shows() {
    let world = World::new().await;
    let bot = world.full().await;
    world.ok(&bot, "AddOrder", "pair=XBTUSD&type=sell&ordertype=limit&price=900000&volume=0.25").await;
    let extended = world.ok(&bot, "BalanceEx", "").await;
    assert_eq!(extended["XXBT"], json!({ "balance": "1.0000000000", "hold_trade": "0.2500000000" }));
}

#[tokio::test]
async fn the_accounts_worth_is_told_in_an_asset() {
    let world = World::new().await;
    let bot = world.full().await;
    let worth = world.ok(&bot, "TradeBalance", "asset=USD").await;
    assert_eq!(members(&worth), ["c", "e", "eb", "m", "mf", "n", "tb", "uv", "v"]);
    assert!(worth["eb"].as_str().unwrap().parse::<f64>().unwrap() > 200_000.0);
    assert_eq!(world.refused(&bot, "TradeBalance", "asset=NOPE").await, "EQuery:Unknown asset");
}

#[tokio::test]
async fn volume_and_fees() {
    let world = World::new().await;
    let bot = world.full().await;
    let volume = world.ok(&bot, "TradeVolume", "pair=XBTUSD,ETHUSD").await;
    assert_eq!((&volume["currency"], &volume["volume"]), (&json!("ZUSD"), &json!("0.0000")));
    assert_eq!(volume["fees"]["XXBTZUSD"]["fee"], "0.4000");
    assert_eq!(volume["fees_maker"]["XETHZUSD"]["fee"], "0.2500");
    assert!(world.ok(&bot, "TradeVolume", "").await.get("fees").is_none());
}

#[tokio::test]
async fn one_account_sees_nothing_of_another() {
    let world = World::new().await;
    let (mine, other) = (world.full().await, world.account("other").await);
    let theirs = world
        .key_of(&Caller::system(other), &claviger::core::permission::Permission::ALL, Restrictions::default())
        .await;
    let order =
        world.ok(&mine, "AddOrder", "pair=XBTUSD&type=sell&ordertype=limit&price=900000&volume=0.1").await;
    let txid = order["txid"][0].as_str().unwrap();
    assert_eq!(world.ok(&theirs, "OpenOrders", "").await, json!({ "open": {} }));
    assert_eq!(world.ok(&theirs, "QueryOrders", &format!("txid={txid}")).await, json!({}));
    assert_eq!(world.refused(&theirs, "CancelOrder", &format!("txid={txid}")).await, "EOrder:Unknown order");
    assert_eq!(world.ok(&theirs, "Balance", "").await["XXBT"], "1.0000000000");
}
