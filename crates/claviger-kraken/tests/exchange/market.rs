//! Market data.

use crate::world::{HOME, START, World, limits, members, result};
use claviger::Limits;
use claviger_kraken::{MarketData, Wire, WireRequest};
use claviger_store::MemoryDisk;
use http::{HeaderMap, Method};
use serde_json::{Value, json};

fn is_number(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.parse::<f64>().is_ok())
}

#[tokio::test]
async fn time_and_status() {
    let world = World::new().await;
    let time = world.public("Time").await.unwrap();
    assert_eq!(time, json!({ "unixtime": START, "rfc1123": "Fri, 15 Jan 27 08:00:00 +0000" }));
    let status = world.public("SystemStatus").await.unwrap();
    assert_eq!(status, json!({ "status": "online", "timestamp": "2027-01-15T08:00:00Z" }));
}

#[tokio::test]
async fn assets_and_pairs_carry_the_legacy_ids() {
    let world = World::new().await;
    let assets = world.public("Assets?asset=XBT,ZUSD").await.unwrap();
    let xbt = json!({ "aclass": "currency", "altname": "XBT", "decimals": 10, "display_decimals": 5, "status": "enabled" });
    assert_eq!(assets["XXBT"], xbt);
    assert_eq!(members(&assets), ["XXBT", "ZUSD"]);
    // Thirty assets and the dollar, and what is allocated of the twenty-six that have a strategy.
    assert_eq!(members(&world.public("Assets").await.unwrap()).len(), 31 + 26);
    let allocated = world.public("Assets?asset=BTC.F,ETH.F").await.unwrap();
    assert_eq!(members(&allocated), ["ETH.F", "XBT.F"]);
    assert_eq!(
        (&allocated["XBT.F"]["altname"], &allocated["XBT.F"]["decimals"]),
        (&json!("XBT.F"), &json!(10))
    );
    assert_eq!(world.public("Assets?asset=XMR.F").await.unwrap_err(), "EQuery:Unknown asset");
    let pair = &world.public("AssetPairs?pair=XBTUSD").await.unwrap()["XXBTZUSD"];
    for (member, value) in [
        ("altname", json!("XBTUSD")),
        ("wsname", json!("XBT/USD")),
        ("base", json!("XXBT")),
        ("quote", json!("ZUSD")),
        ("pair_decimals", json!(1)),
        ("lot_decimals", json!(8)),
        ("leverage_buy", json!([])),
        ("fees", json!([[0, 0.4]])),
        ("fees_maker", json!([[0, 0.25]])),
        ("tick_size", json!("0.1")),
        ("status", json!("online")),
    ] {
        assert_eq!(pair[member], value, "{member}");
    }
    assert!(is_number(&pair["ordermin"]) && is_number(&pair["costmin"]));
    assert_eq!(
        members(&world.public("AssetPairs?pair=XBTUSD&info=fees").await.unwrap()["XXBTZUSD"]).len(),
        3
    );
}

#[tokio::test]
async fn ticker_book_candles_trades_and_spread_have_their_shapes() {
    let world = World::new().await;
    let ticker = &world.public("Ticker?pair=XBT/USD").await.unwrap()["XXBTZUSD"];
    for (member, columns) in [("a", 3), ("b", 3), ("c", 2), ("v", 2), ("p", 2), ("t", 2), ("l", 2), ("h", 2)]
    {
        let row = ticker[member].as_array().unwrap();
        assert_eq!(row.len(), columns, "{member}");
        assert!(
            row.iter().all(|cell| if member == "t" { cell.is_u64() } else { is_number(cell) }),
            "{member}"
        );
    }
    assert!(is_number(&ticker["o"]));
    assert_eq!(members(&world.public("Ticker").await.unwrap()).len(), claviger_venue::Pair::all().len());

    let book = &world.public("Depth?pair=BTCUSD&count=7").await.unwrap()["XXBTZUSD"];
    assert_eq!((book["asks"].as_array().unwrap().len(), book["bids"].as_array().unwrap().len()), (7, 7));
    let best = book["asks"][0].as_array().unwrap();
    assert!(is_number(&best[0]) && is_number(&best[1]) && best[2].is_i64());

    let candles = world.public("OHLC?pair=XBTUSD&interval=60").await.unwrap();
    let rows = candles["XXBTZUSD"].as_array().unwrap();
    assert_eq!(rows.len(), 720);
    let row = rows[0].as_array().unwrap();
    assert!(row[0].is_i64() && row[1..7].iter().all(is_number) && row[7].is_u64() && row.len() == 8);
    assert!(candles["last"].is_i64());

    let trades = world.public("Trades?pair=XBTUSD&count=5").await.unwrap();
    let rows = trades["XXBTZUSD"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    let row = rows[0].as_array().unwrap();
    assert!(is_number(&row[0]) && is_number(&row[1]) && row[2].is_f64() && row[6].is_i64() && row.len() == 7);
    let last = trades["last"].as_str().unwrap();
    assert_eq!(
        world.public(&format!("Trades?pair=XBTUSD&since={last}")).await.unwrap()["XXBTZUSD"],
        json!([])
    );

    let spread = world.public("Spread?pair=XBTUSD").await.unwrap();
    let row = spread["XXBTZUSD"][0].as_array().unwrap();
    assert!(row[0].is_i64() && is_number(&row[1]) && is_number(&row[2]) && spread["last"] == START);
}

#[tokio::test]
async fn bad_questions_are_answered_in_the_exchanges_words() {
    let world = World::new().await;
    for (target, error) in [
        ("Ticker?pair=NOPE", "EQuery:Unknown asset pair"),
        ("Depth", "EGeneral:Invalid arguments:pair"),
        ("Depth?pair=XBTUSD&pair=ETHUSD", "EGeneral:Invalid arguments:pair"),
        ("Depth?pair=XBTUSD&count=501", "EGeneral:Invalid arguments:count"),
        ("Depth?pair=XBTUSD&count=-1", "EGeneral:Invalid arguments:count"),
        ("OHLC?pair=XBTUSD&interval=7", "EGeneral:Invalid arguments:interval"),
        ("Trades?pair=XBTUSD&since=x", "EGeneral:Invalid arguments:since"),
        ("Assets?asset=NOPE", "EQuery:Unknown asset"),
        ("AssetPairs?info=x", "EGeneral:Invalid arguments:info"),
        ("Time?a=%", "EGeneral:Invalid arguments"),
        ("Nope", "EGeneral:Unknown method"),
        ("MaintenanceSchedule", "EAPI:Feature disabled"),
    ] {
        assert_eq!(world.public(target).await, Err(error.to_owned()), "{target}");
    }
}

/// The public half of a private key proves nothing: it is sent about in the clear.
#[tokio::test]
async fn market_data_may_need_a_public_key() {
    let world = World::new().await;
    let wire = Wire::new(world.node.clone(), world.paper.clone(), MarketData::NeedsKey);
    let private = world.full().await;
    let public = world.public_key().await;
    let invalid = Some("EAPI:Invalid key");
    for (key, error) in
        [(None, invalid), (Some(private.key.as_str()), invalid), (Some(public.as_str()), None)]
    {
        let mut headers = HeaderMap::new();
        if let Some(key) = key {
            headers.insert("api-key", key.parse().unwrap());
        }
        let (method, path_and_query) = (&Method::GET, "/0/public/Time");
        let request = WireRequest { method, path_and_query, headers: &headers, body: b"", source: HOME };
        let answer = result(&wire.handle(request).await);
        assert_eq!(answer.err().as_deref(), error);
    }
}

#[tokio::test]
async fn naming_anothers_key_on_a_public_call_leaves_no_trace() {
    let world = World::new().await;
    let wire = Wire::new(world.node.clone(), world.paper.clone(), MarketData::Open);
    let private = world.full().await;
    world.node.flush();
    let before = world.entries();
    let mut headers = HeaderMap::new();
    headers.insert("api-key", private.key.parse().unwrap());
    for _ in 0..3 {
        let (method, path_and_query) = (&Method::GET, "/0/public/Time");
        let request = WireRequest { method, path_and_query, headers: &headers, body: b"", source: HOME };
        assert!(result(&wire.handle(request).await).is_ok());
    }
    world.node.shut_down().await;
    assert_eq!(world.entries(), before);
}

/// Whatever it asks for, and whoever's key it names: one source cannot take both cores.
#[tokio::test]
async fn one_source_has_its_share_of_the_market() {
    let limits = Limits { market_units_per_sec: 10, ..limits() };
    let world = World::over(MemoryDisk::default(), limits).await;
    let mut answered = 0;
    while world.public("OHLC?pair=XBTUSD").await.is_ok() {
        answered += 1;
    }
    assert_eq!(answered, 5);
    assert_eq!(world.public("Ticker").await, Err("EAPI:Rate limit exceeded".to_owned()));
    assert!(world.public("Time").await.is_ok(), "costs nothing");
    world.step(1);
    assert!(world.public("OHLC?pair=XBTUSD").await.is_ok());
    assert!(world.public("Depth?pair=XBTUSD").await.is_err());
}
