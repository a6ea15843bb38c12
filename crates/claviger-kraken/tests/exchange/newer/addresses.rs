//! Withdrawal addresses: what keys save waits for a member.

use super::{bare, method_id};
use crate::world::{Client, P, World, reason, result};
use claviger_venue::{AddressId, Asset, Command, NewAddress};
use http::Method;
use serde_json::{Value, json};

const UNKNOWN: &str = "EFunding:Unknown withdraw key";

async fn body(world: &World, bot: &Client, name: &str) -> Value {
    let method = method_id(world, bot, "withdraw", "XBT").await;
    let address_details = json!({"crypto": {"address": "paper-btc-9"}});
    json!({"scope": {"method_id": method}, "address_details": address_details, "name": name})
}

/// Saves an address by a call, and gives its id.
async fn saved(world: &World, bot: &Client, name: &str) -> String {
    let body = body(world, bot, name).await;
    let made = world.done(bot, Method::POST, "v1/addresses", body).await;
    made["address_id"].as_str().unwrap().to_owned()
}

/// A member's change.
pub(super) async fn by_member(world: &World, command: Command) {
    let commit = |journal| world.node.commit_journal(journal);
    world.paper.change(world.owner.account, &command, world.node.now(), commit).await.unwrap();
}

#[tokio::test]
async fn what_a_key_saves_is_withdrawn_to_only_once_a_member_agreed() {
    let world = World::new().await;
    let bot = world.full().await;
    let body = body(&world, &bot, "  new vault ").await;
    let made = world.done(&bot, Method::POST, "v1/addresses", body.clone()).await;
    assert_eq!(made["verified"], false);
    let id: AddressId = made["address_id"].as_str().unwrap().parse().unwrap();
    let listed = world.got(&bot, "v1/addresses").await;
    let row = listed["addresses"].as_array().unwrap().last().unwrap().clone();
    let expected = json!({"address_id": made["address_id"], "scope": body["scope"], "name": "new vault",
        "address_details": {"crypto": {"address": "paper-btc-9"}}, "verified": false});
    assert_eq!(row, expected);
    let by = world.paper.read(|venue| {
        let saved = venue.address(claviger_kraken::paper::account_no(world.owner.account), id).unwrap();
        saved.by.to_string()
    });
    assert_eq!(by.await.unwrap(), bot.id.to_string(), "who saved it is on record");
    // The older methods know it, and refuse it in the exchange's words, with the reason beside them.
    let older = world.ok(&bot, "WithdrawAddresses", "asset=XBT&verified=false").await;
    assert_eq!((older.as_array().unwrap().len(), &older[0]["key"]), (1, &json!("new vault")));
    for method in ["Withdraw", "WithdrawInfo"] {
        let refused = world.send(&bot, method, "asset=XBT&key=new+vault&amount=0.1").await;
        assert_eq!(
            (result(&refused).unwrap_err().as_str(), reason(&refused)),
            (UNKNOWN, "address-unconfirmed")
        );
        let missing = world.send(&bot, method, "asset=XBT&key=none&amount=0.1").await;
        assert_eq!((result(&missing).unwrap_err().as_str(), reason(&missing)), (UNKNOWN, "upstream-refused"));
    }
    by_member(&world, Command::ConfirmAddress { id, key: None }).await;
    assert_eq!(world.ok(&bot, "WithdrawAddresses", "asset=XBT&verified=false").await, json!([]));
    world.ok(&bot, "Withdraw", "asset=XBT&key=new+vault&amount=0.1").await;
}

#[tokio::test]
async fn an_account_that_trusts_its_keys_need_not_agree() {
    let world = World::new().await;
    let bot = world.full().await;
    by_member(&world, Command::TrustNewAddresses { trust: true }).await;
    let body = body(&world, &bot, "new").await;
    assert_eq!(world.done(&bot, Method::POST, "v1/addresses", body).await["verified"], true);
    world.ok(&bot, "Withdraw", "asset=XBT&key=new&amount=0.1").await;
}

#[tokio::test]
async fn a_saved_address_is_renamed_described_and_removed() {
    let world = World::new().await;
    let bot = world.full().await;
    by_member(&world, Command::AddAddress(NewAddress::new(Asset::XBT, "mine", "paper-mine"))).await;
    let listed = world.got(&bot, "v1/addresses").await;
    let row = listed["addresses"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&row["name"], &row["verified"]), (&json!("mine"), &json!(true)));
    let target = format!("v1/addresses/{}", row["address_id"].as_str().unwrap());
    let described = world.done(&bot, Method::PUT, &target, json!({"description": "for winter"})).await;
    assert_eq!(described, json!({"verified": true}));
    let renamed = world.done(&bot, Method::PUT, &target, json!({"name": "yours"})).await;
    assert_eq!(renamed, json!({"verified": false}), "a new name waits like a new address");
    let refused = world.send(&bot, "Withdraw", "asset=XBT&key=yours&amount=0.1").await;
    assert_eq!((result(&refused).unwrap_err().as_str(), reason(&refused)), (UNKNOWN, "address-unconfirmed"));
    let gone = world.done(&bot, Method::DELETE, &target, Value::Null).await;
    assert_eq!(gone, json!({"result": true}));
    assert_eq!(world.no(&bot, Method::DELETE, &target, "").await, UNKNOWN);
}

#[tokio::test]
async fn half_wrong_bodies_change_nothing() {
    let world = World::new().await;
    let bot = world.full().await;
    let good = body(&world, &bot, "new").await;
    let id = saved(&world, &bot, "first").await;
    let before = world.got(&bot, "v1/addresses").await;
    let with = |path: &[&str], value: Value| {
        let mut body = good.clone();
        let (last, front) = path.split_last().unwrap();
        let place = front.iter().fold(&mut body, |place, name| &mut place[*name]);
        place[*last] = value;
        body.to_string()
    };
    let usd = method_id(&world, &bot, "withdraw", "USD").await;
    let invalid =
        |name: &str| format!("EGeneral:Invalid arguments{}{name}", if name.is_empty() { "" } else { ":" });
    for (wrong, error) in [
        (String::new(), invalid("scope")),
        ("{".to_owned(), invalid("")),
        ("name=new".to_owned(), invalid("")),
        (with(&["name"], json!("first")), "EFunding:Duplicate withdraw key".to_owned()),
        (with(&["name"], json!("  ")), invalid("name")),
        (with(&["name"], json!("a\u{202e}b")), invalid("name")),
        (with(&["name"], json!(["a"])), invalid("name")),
        (with(&["name"], json!("n".repeat(65))), invalid("name")),
        (with(&["scope"], json!({})), invalid("scope")),
        (with(&["scope"], json!("m")), invalid("")),
        (with(&["scope", "network_id"], json!("7061706e-0000-4000-8000-000000000002")), invalid("scope")),
        (with(&["scope", "method_id"], json!("nope")), "EFunding:No funding method".to_owned()),
        (with(&["scope", "method_id"], json!(usd)), "EFunding:No funding method".to_owned()),
        (with(&["address_details"], json!({})), invalid("address_details[crypto][address]")),
        (with(&["address_details", "crypto", "tag"], json!("7")), invalid("")),
        (with(&["address_details", "crypto", "address"], json!("a\nb")), invalid("address_details")),
        (with(&["verified"], json!(true)), invalid("")),
    ] {
        assert_eq!(world.no(&bot, Method::POST, "v1/addresses", &wrong).await, error, "{wrong}");
    }
    let target = format!("v1/addresses/{id}");
    for (wrong, error) in [
        ("{}", invalid("name")),
        (r#"{"name":""}"#, invalid("name")),
        (r#"{"name":"x","address":"paper-other"}"#, invalid("")),
        (r#"{"description":"a\u0007"}"#, invalid("description")),
        (r#"{"name":"x","name":"y"}"#, invalid("")),
    ] {
        assert_eq!(world.no(&bot, Method::PUT, &target, wrong).await, error, "{wrong}");
    }
    for unknown in ["v1/addresses/AB7J4FF-BGM7G-V2JMIH", "v1/addresses/1"] {
        assert_eq!(world.no(&bot, Method::PUT, unknown, r#"{"name":"x"}"#).await, UNKNOWN);
    }
    assert_eq!(world.got(&bot, "v1/addresses").await, before);
}

#[tokio::test]
async fn addresses_are_filtered_by_what_may_use_them_and_paged() {
    let world = World::new().await;
    let bot = world.full().await;
    let network = "7061706e-0000-4000-8000-000000000002";
    let body = json!({"scope": {"network_id": network}, "address_details": {"crypto": {"address": "paper-0x"}},
        "name": "hex", "description": "all of them"});
    world.done(&bot, Method::POST, "v1/addresses", body).await;
    let names = |listed: &Value| -> Vec<String> {
        let rows = listed["addresses"].as_array().unwrap();
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    let usdt = method_id(&world, &bot, "withdraw", "USDT").await;
    let by_method = world.got(&bot, &format!("v1/addresses?scope[method_id]={usdt}")).await;
    assert_eq!(names(&by_method), ["cold-usdt", "hex"]);
    let by_network = world.got(&bot, &format!("v1/addresses?scope[network_id]={network}")).await;
    assert_eq!(names(&by_network), ["hex"]);
    assert_eq!(by_network["addresses"][0]["scope"], json!({"network_id": network}));
    let first = world.got(&bot, "v1/addresses?limit=4").await;
    assert_eq!(names(&first), ["bank", "cold-btc", "cold-eth", "cold-usdt"]);
    assert_eq!(first["addresses"][0]["address_details"]["fiat"]["account"], "paper-bank-account-0001");
    let next = format!("v1/addresses?cursor={}", first["next_cursor"].as_str().unwrap());
    let second = world.got(&bot, &next).await;
    assert!(names(&second) == ["hex"] && second.get("next_cursor").is_none());
    // A name stands for it in every asset of the network.
    let older = world.ok(&bot, "WithdrawAddresses", "key=hex").await;
    assert!(older.as_array().unwrap().len() > 5);
}

#[tokio::test]
async fn another_account_s_addresses_are_nobody_s() {
    let world = World::new().await;
    let bot = world.full().await;
    let id = saved(&world, &bot, "mine").await;
    let other = claviger::manage::Caller::system(world.account("other").await);
    let stranger = world.key_of(&other, &P::ALL, claviger::core::restriction::Restrictions::default()).await;
    let target = format!("v1/addresses/{id}");
    assert_eq!(world.no(&stranger, Method::DELETE, &target, "").await, UNKNOWN);
    assert_eq!(world.no(&stranger, Method::PUT, &target, r#"{"name":"x"}"#).await, UNKNOWN);
    assert!(bare(&world.newer(&bot, Method::PUT, &target, r#"{"name":"x"}"#).await).is_ok());
}
