//! Withdrawals to a saved address, by its id.

use super::{bare, method_id};
use crate::world::{Client, World, reason};
use http::Method;
use serde_json::{Value, json};

async fn address(world: &World, bot: &Client, name: &str) -> String {
    let listed = world.got(bot, "v1/addresses").await;
    let row = listed["addresses"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    row["address_id"].as_str().unwrap().to_owned()
}

async fn order(world: &World, bot: &Client) -> Value {
    let method = method_id(world, bot, "withdraw", "XBT").await;
    let asset = json!({"class": "currency", "name": "XBT"});
    json!({"scope": {"method_id": method}, "address_id": address(world, bot, "cold-btc").await,
        "amount": {"asset_amount": {"asset": asset, "amount": "0.5"}}})
}

fn sums(sent: &Value) -> [String; 3] {
    ["gross_amount", "net_amount", "fee"]
        .map(|name| sent[name]["asset_amount"]["amount"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn it_goes_its_way_with_the_fee_inside_or_on_top() {
    let world = World::new().await;
    let bot = world.full().await;
    let mut body = order(&world, &bot).await;
    body["expected_address"] = json!("paper-btc-cold-storage-0001");
    body["scope"] = json!({"network_id": "7061706e-0000-4000-8000-000000000001"});
    let on_top = world.done(&bot, Method::POST, "v1/withdrawals", body).await;
    assert_eq!(sums(&on_top), ["0.5001000000", "0.5000000000", "0.0001000000"]);
    let mut body = order(&world, &bot).await;
    let id = body["scope"]["method_id"].as_str().unwrap().to_owned();
    let quote = world.got(&bot, &format!("v1/fees/{id}?amount=0.25&fee_included=true")).await;
    body["fee"] = json!({"quoted_fee": {"token": quote["withdrawal_fee_token"]}, "fee_included": true});
    body["amount"]["asset_amount"]["amount"] = json!("0.25");
    let inside = world.done(&bot, Method::POST, "v1/withdrawals", body.clone()).await;
    assert_eq!(sums(&inside), ["0.2500000000", "0.2499000000", "0.0001000000"]);
    let listed = world.got(&bot, "v1/withdrawals?status=pending").await;
    let row = &listed["withdrawals"][0];
    assert_eq!((&row["withdrawal_id"], &row["address_id"]), (&inside["withdrawal_id"], &body["address_id"]));
    assert_eq!((&row["amount"]["amount"], &row["method_id"]), (&json!("0.2499000000"), &json!(id)));
    // Older and newer name the same withdrawal alike, and it is cancelled by the older.
    let refid = inside["withdrawal_id"].as_str().unwrap();
    let cancelled = world.ok(&bot, "WithdrawCancel", &format!("asset=XBT&refid={refid}")).await;
    assert_eq!(cancelled, json!(true));
    assert_eq!(
        world.got(&bot, "v1/withdrawals?status=failed").await["withdrawals"][0]["withdrawal_id"],
        refid
    );
    world.pass(100).await;
    let done = world.got(&bot, "v1/withdrawals?status=success&asset[name]=XBT").await;
    assert_eq!(done["withdrawals"][0]["withdrawal_id"], on_top["withdrawal_id"]);
    assert_eq!(world.ok(&bot, "Balance", "").await["XXBT"], "0.4999000000");
}

#[tokio::test]
async fn half_wrong_bodies_move_nothing() {
    let world = World::new().await;
    let bot = world.full().await;
    let good = order(&world, &bot).await;
    let with = |path: &[&str], value: Value| {
        let mut body = good.clone();
        let (last, front) = path.split_last().unwrap();
        let place = front.iter().fold(&mut body, |place, name| &mut place[*name]);
        place[*last] = value;
        body.to_string()
    };
    let asset = ["amount", "asset_amount", "asset", "name"];
    let amount = ["amount", "asset_amount", "amount"];
    let cap = |name: &str, amount: &str| {
        let asset = json!({"class": "currency", "name": name});
        json!({"current_fee": {"max_fee": {"asset_amount": {"asset": asset, "amount": amount}}}})
    };
    let eth = address(&world, &bot, "cold-eth").await;
    for (wrong, error) in [
        ("{}".to_owned(), "EGeneral:Invalid arguments:amount[asset_amount][asset][name]"),
        (with(&asset, json!("NOPE")), "EFunding:Unknown asset"),
        (with(&asset, json!("ETH")), "EFunding:No funding method"),
        (
            with(&["amount", "asset_amount", "asset", "class"], json!("tokenized_asset")),
            "EFunding:Unknown asset",
        ),
        (with(&amount, json!("-1")), "EGeneral:Invalid arguments:amount[asset_amount][amount]"),
        (with(&amount, json!("7")), "EFunding:Invalid amount"),
        (with(&amount, json!("0")), "EFunding:Invalid amount"),
        (with(&["address_id"], json!(eth)), "EFunding:Unknown withdraw key"),
        (with(&["address_id"], json!("AB1")), "EFunding:Unknown withdraw key"),
        (with(&["address_id"], json!("")), "EGeneral:Invalid arguments:address_id"),
        (with(&["expected_address"], json!("paper-other")), "EFunding:Invalid withdrawal address"),
        (with(&["expected_address"], json!("")), "EFunding:Invalid withdrawal address"),
        (with(&["fee"], cap("XBT", "0.00001")), "EFunding:Max fee exceeded"),
        (
            with(&["fee"], cap("XBT", "")),
            "EGeneral:Invalid arguments:fee[current_fee][max_fee][asset_amount][amount]",
        ),
        (with(&["fee"], cap("ETH", "1")), "EGeneral:Invalid arguments:fee"),
        (
            with(&["fee"], json!({"quoted_fee": {"token": "x"}})),
            "EGeneral:Invalid arguments:fee[quoted_fee][token]",
        ),
        (with(&["fee"], json!({"fee_included": "perhaps"})), "EGeneral:Invalid arguments:fee[fee_included]"),
        (with(&["rebase"], json!(1)), "EGeneral:Invalid arguments"),
    ] {
        assert_eq!(world.no(&bot, Method::POST, "v1/withdrawals", &wrong).await, error, "{wrong}");
    }
    assert_eq!(world.got(&bot, "v1/withdrawals").await["withdrawals"], json!([]));
    assert_eq!(world.ok(&bot, "BalanceEx", "").await["XXBT"]["hold_trade"], "0.0000000000");
    world
        .done(
            &bot,
            Method::POST,
            "v1/withdrawals",
            serde_json::from_str(&with(&["fee"], cap("XBT", "1"))).unwrap(),
        )
        .await;
}

#[tokio::test]
async fn an_address_nobody_agreed_to_gets_nothing() {
    let world = World::new().await;
    let bot = world.full().await;
    let mut body = order(&world, &bot).await;
    let new =
        json!({"scope": body["scope"], "name": "new", "address_details": {"crypto": {"address": "paper-x"}}});
    body["address_id"] = world.done(&bot, Method::POST, "v1/addresses", new).await["address_id"].clone();
    let refused = world.newer(&bot, Method::POST, "v1/withdrawals", &body.to_string()).await;
    assert_eq!(bare(&refused), Err("EFunding:Unknown withdraw key".to_owned()));
    assert_eq!(reason(&refused), "address-unconfirmed");
    assert_eq!(world.got(&bot, "v1/withdrawals").await["withdrawals"], json!([]));
}
