//! The public book in coarser steps, and order by order.

use crate::world::{HOME, P, START, World, members, result};
use claviger_kraken::WireRequest;
use http::{HeaderMap, Method};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const DENIED: &str = "EGeneral:Permission denied";

fn number(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

#[tokio::test]
async fn a_grouped_book_is_the_book_in_steps() {
    let world = World::new().await;
    let grouped = world.public("GroupedBook?pair=BTC/USD&depth=25&grouping=100").await.unwrap();
    assert_eq!(members(&grouped), ["asks", "bids", "grouping", "pair"]);
    assert_eq!((&grouped["pair"], &grouped["grouping"]), (&json!("BTC/USD"), &json!(100)));
    let book = &world.public("Depth?pair=XBTUSD&count=500").await.unwrap()["XXBTZUSD"];
    for (side, up) in [("asks", true), ("bids", false)] {
        let steps = rows(&grouped[side]);
        assert_eq!(steps.len(), 25);
        for step in steps {
            assert_eq!(members(step), ["price", "qty"]);
            let price = number(&step["price"]);
            assert_eq!(price % Decimal::TEN, Decimal::ZERO, "a hundred ticks of a tenth");
            let inside = rows(&book[side]).iter().filter(|level| {
                let off = if up { price - number(&level[0]) } else { number(&level[0]) - price };
                off >= Decimal::ZERO && off < Decimal::TEN
            });
            assert_eq!(number(&step["qty"]), inside.map(|level| number(&level[1])).sum(), "{step}");
        }
    }
    // ten steps of one tick unless asked otherwise, by any name of the market
    let usual = world.public("GroupedBook?pair=XXBTZUSD").await.unwrap();
    assert_eq!((&usual["pair"], &usual["grouping"]), (&json!("BTC/USD"), &json!(1)));
    let best = rows(&usual["asks"]).iter().map(|step| (step["price"].clone(), step["qty"].clone()));
    let fine = rows(&book["asks"])[..10].iter().map(|level| (level[0].clone(), level[1].clone()));
    assert!(best.eq(fine));
}

/// Its documents put the parameters into the JSON body of a GET.
#[tokio::test]
async fn a_grouped_book_is_asked_for_by_query_or_body() {
    let world = World::new().await;
    let by_query = world.public("GroupedBook?pair=ETHUSD&depth=10&grouping=5").await.unwrap();
    let headers = HeaderMap::from_iter([(http::header::CONTENT_TYPE, "application/json".parse().unwrap())]);
    for body in
        [r#"{"pair":"ETH/USD","depth":10,"grouping":5}"#, r#"{"pair":"ETH/USD","depth":null,"grouping":"5"}"#]
    {
        for method in [Method::GET, Method::POST] {
            let (method, body) = (&method, body.as_bytes());
            let path_and_query = "/0/public/GroupedBook";
            let request = WireRequest { method, path_and_query, headers: &headers, body, source: HOME };
            assert_eq!(result(&world.wire.handle(request).await), Ok(by_query.clone()));
        }
    }
}

#[tokio::test]
async fn level3_shows_the_orders_of_each_level() {
    let world = World::new().await;
    let bot = world.key(&[P::QueryOpenTrades]).await;
    let book = &world.public("Depth?pair=XBTUSD&count=100").await.unwrap()["XXBTZUSD"];
    let orders = world.ok(&bot, "Level3", "pair=XBTUSD").await;
    assert_eq!(members(&orders), ["asks", "bids", "pair"]);
    assert_eq!(orders["pair"], "BTC/USD");
    let mut ids = BTreeSet::new();
    for side in ["asks", "bids"] {
        let mut left = rows(&orders[side]).iter().peekable();
        for level in rows(&book[side]) {
            let mut volume = Decimal::ZERO;
            while let Some(order) = left.next_if(|order| order["price"] == level[0]) {
                assert_eq!(members(order), ["order_id", "price", "qty", "timestamp"]);
                volume += number(&order["qty"]);
                assert_eq!(order["timestamp"], json!(level[2].as_i64().unwrap() * 1_000_000_000));
                assert!(ids.insert(order["order_id"].as_str().unwrap().to_owned()), "{order}");
            }
            assert_eq!(volume, number(&level[1]));
        }
        assert!(left.next().is_none());
    }
    assert!(ids.len() > 300 && ids.iter().all(|id| id.len() == 19 && id.starts_with('O')));
    // the same answer to JSON with numbers, and ids stay while the book does
    let body = r#"{"nonce":1700000000000000001,"pair":"BTC/USD","depth":100}"#;
    let sent = world.send_raw(&bot, "Level3", body, "1700000000000000001", HOME).await;
    assert_eq!(result(&sent), Ok(orders));
    assert_eq!(START % 3, 0, "a refresh of the book begins");
    world.step(2);
    let wide = world.ok(&world.key(&[P::QueryOpenTrades]).await, "Level3", "pair=XBTUSD&depth=1000").await;
    let known = |order: &&Value| ids.contains(order["order_id"].as_str().unwrap());
    let seen = ["asks", "bids"].map(|side| rows(&wide[side]).iter().filter(known).count());
    assert_eq!(seen.iter().sum::<usize>(), ids.len());
}

#[tokio::test]
async fn level3_is_asked_for_by_depth_and_needs_its_permission() {
    let world = World::new().await;
    let bot = world.full().await;
    let count = |book: &Value| {
        let prices: BTreeSet<&str> =
            rows(&book["bids"]).iter().map(|order| order["price"].as_str().unwrap()).collect();
        prices.len()
    };
    for (depth, levels) in [("10", 10), ("25", 25), ("250", 250), ("1000", 500), ("0", 500), ("", 100)] {
        let book = world.ok(&bot, "Level3", &format!("pair=ETHUSD&depth={depth}")).await;
        assert_eq!(count(&book), levels, "{depth}");
    }
    for (params, error) in [
        ("", "EGeneral:Invalid arguments:pair"),
        ("pair=NOPE", "EQuery:Unknown asset pair"),
        ("pair=XBTUSD&depth=7", "EGeneral:Invalid arguments:depth"),
        ("pair=XBTUSD&depth=-1", "EGeneral:Invalid arguments:depth"),
        ("pair=XBTUSD&depth=10&depth=10", "EGeneral:Invalid arguments:depth"),
        ("pair=XBTUSD&x=1&x=1", "EGeneral:Invalid arguments"),
    ] {
        assert_eq!(world.refused(&bot, "Level3", params).await, error, "{params}");
    }
    let other = world.key(&[P::QueryClosedTrades, P::QueryFunds, P::ModifyTrades]).await;
    assert_eq!(world.refused(&other, "Level3", "pair=XBTUSD").await, DENIED);
}

/// Paper orders do not stand in the public book, whoever asks.
#[tokio::test]
async fn level3_is_the_same_for_an_account_with_orders() {
    let world = World::new().await;
    let bot = world.full().await;
    let before = world.ok(&bot, "Level3", "pair=XBTUSD&depth=10").await;
    let best = before["bids"][0]["price"].as_str().unwrap();
    for terms in
        [format!("ordertype=limit&price={best}"), "ordertype=iceberg&price=-10&displayvol=0.02".into()]
    {
        world.ok(&bot, "AddOrder", &format!("pair=XBTUSD&type=buy&volume=0.1&{terms}")).await;
    }
    assert_eq!(world.ok(&bot, "Level3", "pair=XBTUSD&depth=10").await, before);
    // and an order of the market is none of the account's
    let theirs = format!("txid={}", before["bids"][0]["order_id"].as_str().unwrap());
    assert_eq!(world.ok(&bot, "QueryOrders", &theirs).await, json!({}));
    assert_eq!(world.refused(&bot, "CancelOrder", &theirs).await, "EOrder:Unknown order");
}

#[tokio::test]
async fn bad_steps_are_refused_by_name() {
    let world = World::new().await;
    for (query, error) in [
        ("", "EGeneral:Invalid arguments:pair"),
        ("pair=NOPE", "EQuery:Unknown asset pair"),
        ("pair=XBTUSD&depth=11", "EGeneral:Invalid arguments:depth"),
        ("pair=XBTUSD&depth=0", "EGeneral:Invalid arguments:depth"),
        ("pair=XBTUSD&grouping=2", "EGeneral:Invalid arguments:grouping"),
        ("pair=XBTUSD&grouping=1e3", "EGeneral:Invalid arguments:grouping"),
        ("pair=XBTUSD&pair=ETHUSD", "EGeneral:Invalid arguments:pair"),
    ] {
        assert_eq!(world.public(&format!("GroupedBook?{query}")).await, Err(error.to_owned()), "{query}");
    }
}
