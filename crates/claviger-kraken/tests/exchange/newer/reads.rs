//! Every read, its shape, its filters and its pages.

use super::method_id;
use crate::world::{P, World, members, result};
use claviger::core::restriction::Restrictions;
use claviger::core::time::Timestamp;
use http::Method;
use serde_json::{Value, json};

fn rows<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().unwrap()
}

#[tokio::test]
async fn what_there_is_and_how_it_goes() {
    let world = World::new().await;
    let bot = world.key(&[P::QueryFunds]).await;
    let assets = world.got(&bot, "v1/assets/deposit").await;
    assert_eq!((rows(&assets, "currency").len(), assets["tokenized_asset"].clone()), (31, json!([])));
    assert_eq!(
        rows(&world.got(&bot, "v1/assets/withdraw?asset_class=tokenized_asset").await, "currency").len(),
        0
    );
    let networks = world.got(&bot, "v1/networks").await;
    assert_eq!((rows(&networks, "networks").len(), networks["network_groups"].clone()), (19, json!([])));
    assert_eq!(members(&networks["networks"][0]), ["name", "network_id"]);
    let methods = world.got(&bot, "v1/methods/withdraw").await;
    assert_eq!(rows(&methods, "methods").len(), 31);
    let asked = "v1/methods/withdraw?asset%5Bclass%5D=currency&asset%5Bname%5D=USDC&limit=50";
    let usdc = world.got(&bot, asked).await;
    let expected = json!([{
        "method_id": "7061706d-0002-4000-8000-000000000007", "method_name": "USDC",
        "asset": {"class": "currency", "name": "USDC"}, "minimum_amount": "10.00000000",
        "fees": {"base": {"asset": {"class": "currency", "name": "USDC"}, "amount": "3.00000000"},
            "percentage": "0", "included": true},
        "network": {"network_id": "7061706e-0000-4000-8000-000000000002", "network_name": "Ethereum"},
        "withdrawal": {},
    }]);
    assert_eq!(usdc["methods"], expected);
    let deposit = world.got(&bot, "v1/methods/deposit?asset[name]=BTC").await;
    assert_eq!(
        deposit["methods"][0]["deposit"],
        json!({"address_generation": {"status": "limited", "limit": 5}})
    );
    let limits = world.got(&bot, "v1/limits/withdrawal/currency/XBT").await;
    assert_eq!(limits["available_balance"]["amount"], "1.0000000000");
    assert_eq!(limits["withdrawal_limits"][0]["maximum_reason"], "balance");
    let limits = world.got(&bot, "v1/limits/deposit/currency/XBT").await;
    assert_eq!(limits["deposit_limits"][0]["limits"], json!([]));
}

#[tokio::test]
async fn a_fee_is_quoted_both_ways() {
    let world = World::new().await;
    let bot = world.full().await;
    let id = method_id(&world, &bot, "withdraw", "XBT").await;
    let sums = |quote: &Value| {
        ["fee", "gross_amount", "net_amount"].map(|name| quote[name]["amount"].as_str().unwrap().to_owned())
    };
    let net = world.got(&bot, &format!("v1/fees/{id}?amount=0.5")).await;
    assert_eq!(sums(&net), ["0.0001000000", "0.5001000000", "0.5000000000"]);
    let gross = world.got(&bot, &format!("v1/fees/{id}?amount=0.5&fee_included=true")).await;
    assert_eq!(sums(&gross), ["0.0001000000", "0.5000000000", "0.4999000000"]);
    let token = gross["withdrawal_fee_token"].as_str().unwrap();
    world.got(&bot, &format!("v1/fees/{id}?amount=1&withdrawal_fee_token={token}")).await;
    world.step(301);
    let late = format!("v1/fees/{id}?amount=1&withdrawal_fee_token={token}");
    assert_eq!(
        world.no(&bot, Method::GET, &late, "").await,
        "EGeneral:Invalid arguments:withdrawal_fee_token"
    );
    let id = method_id(&world, &bot, "deposit", "XBT").await;
    let free = world.got(&bot, &format!("v1/fees/{id}?amount=0.5")).await;
    assert!(free["fee"]["amount"] == "0.0000000000" && free.get("withdrawal_fee_token").is_none());
}

#[tokio::test]
async fn histories_have_filters_and_pages() {
    let world = World::new().await;
    let bot = world.full().await;
    let first = world.got(&bot, "v1/deposits?limit=3").await;
    assert_eq!(rows(&first, "deposits").len(), 3);
    assert_eq!(first["deposits"][0]["status"], "success");
    assert!(first["deposits"][0]["create_time"].as_str().unwrap().ends_with('Z'));
    let mut seen: Vec<Value> = rows(&first, "deposits").clone();
    let mut next = first["next_cursor"].clone();
    while let Some(cursor) = next.as_str() {
        let page = world.got(&bot, &format!("v1/deposits?cursor={cursor}")).await;
        assert!(rows(&page, "deposits").len() <= 3, "the cursor keeps the limit");
        seen.extend(rows(&page, "deposits").iter().cloned());
        next = page["next_cursor"].clone();
    }
    let all = world.got(&bot, "v1/deposits").await;
    assert_eq!((seen.len(), &seen), (8, rows(&all, "deposits")));
    let cursor = first["next_cursor"].as_str().unwrap();
    for (target, error) in [
        (format!("v1/deposits?cursor={cursor}&asset[name]=XBT"), "EGeneral:Invalid arguments:cursor"),
        ("v1/deposits?cursor=nonsense!".to_owned(), "EGeneral:Invalid arguments:cursor"),
        ("v1/deposits?cursor=bGltaXQ9MQ".to_owned(), "EGeneral:Invalid arguments:cursor"),
        ("v1/deposits?limit=0".to_owned(), "EGeneral:Invalid arguments:limit"),
        ("v1/deposits?limit=501".to_owned(), "EGeneral:Invalid arguments:limit"),
        ("v1/deposits?status[list][0]=lost".to_owned(), "EGeneral:Invalid arguments:status"),
        ("v1/withdrawals?status=initial".to_owned(), "EGeneral:Invalid arguments:status"),
        ("v1/deposits?start_time=yesterday".to_owned(), "EGeneral:Invalid arguments:start_time"),
        ("v1/deposits?asset[name]=NOPE".to_owned(), "EFunding:Unknown asset"),
        ("v1/deposits?asset[class]=nft".to_owned(), "EGeneral:Invalid arguments:asset[class]"),
        ("v1/deposits?scope[method_id]=m".to_owned(), "EFunding:No funding method"),
        ("v1/addresses?scope[network_group_id]=g".to_owned(), "EFunding:No funding method"),
        (
            "v1/addresses?scope[method_id]=a&scope[network_id]=b".to_owned(),
            "EGeneral:Invalid arguments:scope",
        ),
        ("v1/deposits?account_id=AA".to_owned(), "EGeneral:Invalid arguments:account_id"),
        ("v1/fees/none?amount=1".to_owned(), "EFunding:No funding method"),
        ("v1/limits/deposit/currency/NOPE".to_owned(), "EFunding:Unknown asset"),
        ("v1/limits/deposit/tokenized_asset/XBT".to_owned(), "EFunding:Unknown asset"),
    ] {
        assert_eq!(world.no(&bot, Method::GET, &target, "").await, error, "{target}");
    }
    let xbt = world.got(&bot, "v1/deposits?asset[class]=currency&asset[name]=BTC").await;
    assert_eq!(rows(&xbt, "deposits").len(), 1);
    let failed = world.got(&bot, "v1/deposits?status[list][0]=failure&status[list][1]=pending").await;
    assert_eq!(rows(&failed, "deposits").len(), 0);
    let done = world.got(&bot, "v1/deposits?status[range][start]=settled").await;
    assert_eq!(rows(&done, "deposits").len(), 8);
}

/// A key that may see a part of the history sees no more through a cursor than by asking outright.
#[tokio::test]
async fn a_cursor_reaches_no_further_than_its_key() {
    let world = World::new().await;
    world.step(100);
    let from = world.node.now();
    let restrictions = Restrictions { query_from: Some(from), ..Restrictions::default() };
    let bot = world.restricted(&[P::QueryFunds], restrictions).await;
    assert_eq!(rows(&world.got(&bot, "v1/deposits").await, "deposits").len(), 0);
    let early = "v1/deposits?start_time=2020-01-01T00:00:00Z";
    assert_eq!(world.no(&bot, Method::GET, early, "").await, "EGeneral:Invalid arguments");
    let full = world.full().await;
    let page = world.got(&full, "v1/deposits?start_time=2020-01-01T00:00:00Z&limit=1").await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let through = format!("v1/deposits?cursor={cursor}");
    assert_eq!(world.no(&bot, Method::GET, &through, "").await, "EGeneral:Invalid arguments");
    assert!(from > Timestamp::from_micros(0));
}

#[tokio::test]
async fn deposit_addresses_are_claimed_and_listed() {
    let world = World::new().await;
    let bot = world.key(&[P::QueryFunds, P::AddFunds]).await;
    assert_eq!(rows(&world.got(&bot, "v2/deposit/addresses?limit=500").await, "addresses").len(), 31);
    let method = method_id(&world, &bot, "deposit", "XBT").await;
    let body = json!({ "method_id": method });
    let made = world.done(&bot, Method::PUT, "v1/deposit/address", body.clone()).await;
    let address = made["address_details"]["crypto"]["address"].as_str().unwrap();
    let listed = world.got(&bot, &format!("v2/deposit/addresses?scope[method_id]={method}")).await;
    assert_eq!(listed["addresses"][1]["address_details"], made["address_details"]);
    assert_eq!(listed["addresses"][1]["id"], address);
    for _ in 0..3 {
        world.done(&bot, Method::PUT, "v1/deposit/address", body.clone()).await;
    }
    let full = world.no(&bot, Method::PUT, "v1/deposit/address", &body.to_string()).await;
    assert_eq!(full, "EFunding:TooManyDepositAddresses");
    // The older method sees the same ones.
    let older = result(&world.send(&bot, "DepositAddresses", "asset=XBT").await).unwrap();
    assert_eq!(older.as_array().unwrap().len(), 5);
}
