//! What regulation wants published before and after trades.

use crate::world::{START, World, limits, members};
use claviger::Limits;
use claviger_store::MemoryDisk;
use serde_json::{Value, json};

const INSTRUMENT: [&str; 10] = [
    "symbol",
    "description",
    "base_asset",
    "base_notation",
    "base_dti_code",
    "base_dti_short_name",
    "quote_asset",
    "quote_notation",
    "quote_dti_code",
    "quote_dti_short_name",
];

/// The members of a thing, and those of its market, in order.
fn with_instrument(own: &[&'static str]) -> Vec<&'static str> {
    let mut all = [own, &INSTRUMENT].concat();
    all.sort_unstable();
    all
}

#[tokio::test]
async fn before_trades_the_best_ten_levels() {
    let world = World::new().await;
    let book = world.public("PreTrade?symbol=BTC/USD").await.unwrap();
    assert_eq!(members(&book), with_instrument(&["asks", "bids", "system", "venue"]));
    for (member, value) in [
        ("symbol", "BTC/USD"),
        ("description", "Bitcoin / US dollar"),
        ("base_asset", "BTC"),
        ("base_notation", "UNIT"),
        ("base_dti_code", ""),
        ("quote_asset", "USD"),
        ("quote_notation", "MONE"),
        ("venue", "PGSL"),
        ("system", "CLOB"),
    ] {
        assert_eq!(book[member], value, "{member}");
    }
    let depth = &world.public("Depth?pair=XBTUSD&count=10").await.unwrap()["XXBTZUSD"];
    for (side, word) in [("asks", "SELL"), ("bids", "BUY")] {
        let levels = book[side].as_array().unwrap();
        assert_eq!(levels.len(), 10);
        for (level, fine) in levels.iter().zip(depth[side].as_array().unwrap()) {
            let count = level["count"].as_u64().unwrap();
            assert!((1..=4).contains(&count));
            let at = "2027-01-15T08:00:00Z";
            let expected = json!({ "side": word, "price": fine[0], "qty": fine[1], "count": count,
                "submission_ts": at, "publication_ts": at });
            assert_eq!(level, &expected);
        }
    }
    assert_eq!(world.public("PreTrade?symbol=XBTUSD").await.unwrap(), book, "by any name");
    let doge = world.public("PreTrade?symbol=doge/usd").await.unwrap();
    assert_eq!((&doge["symbol"], &doge["base_asset"]), (&json!("DOGE/USD"), &json!("DOGE")));
}

#[tokio::test]
async fn after_trades_those_of_a_market() {
    let world = World::new().await;
    let trades = world.public("PostTrade?symbol=ETH/USD&count=5").await.unwrap();
    assert_eq!(members(&trades), ["count", "last_ts", "trades"]);
    assert_eq!(trades["count"], 5);
    let rows = trades["trades"].as_array().unwrap();
    let known = world.public("Trades?pair=ETHUSD&count=5").await.unwrap()["XETHZUSD"].clone();
    let own =
        ["price", "publication_ts", "publication_venue", "quantity", "trade_id", "trade_ts", "trade_venue"];
    for (row, known) in rows.iter().zip(known.as_array().unwrap()) {
        assert_eq!(members(row), with_instrument(&own));
        assert_eq!((&row["price"], &row["quantity"]), (&known[0], &known[1]));
        assert_eq!((&row["symbol"], &row["trade_venue"]), (&json!("ETH/USD"), &json!("PGSL")));
        let id = row["trade_id"].as_str().unwrap();
        assert!(id.starts_with('T') && id.len() == 19);
        let at: jiff::Timestamp = row["trade_ts"].as_str().unwrap().parse().unwrap();
        let secs = known[2].as_f64().unwrap();
        assert!((at.as_microsecond() as f64 / 1e6 - secs).abs() < 1e-5);
        assert_eq!(row["publication_ts"], row["trade_ts"]);
    }
    assert_eq!(trades["last_ts"], rows[4]["trade_ts"]);
}

async fn post_trade(world: &World, query: &str) -> Value {
    world.public(&format!("PostTrade?{query}")).await.unwrap_or_else(|error| panic!("{query}: {error}"))
}

fn ids(trades: &Value) -> Vec<&str> {
    trades["trades"].as_array().unwrap().iter().map(|row| row["trade_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn after_trades_those_of_all_markets_between_two_instants() {
    let world = World::new().await;
    let all = post_trade(&world, "").await;
    assert_eq!(all["count"], 1_000);
    let rows = all["trades"].as_array().unwrap();
    let times: Vec<_> = rows.iter().map(|row| row["trade_ts"].as_str().unwrap()).collect();
    let instant = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    assert!(times.is_sorted_by_key(|text| instant(text)), "oldest first");
    let markets: std::collections::BTreeSet<_> =
        rows.iter().map(|row| row["symbol"].as_str().unwrap()).collect();
    assert_eq!(markets.len(), claviger_venue::Pair::all().len());
    // page by page, by the last instant of the page before
    let first = post_trade(&world, &format!("from_ts={}&count=300", times[99])).await;
    assert_eq!(ids(&first), ids(&all)[100..400]);
    let second =
        post_trade(&world, &format!("from_ts={}&count=50", first["last_ts"].as_str().unwrap())).await;
    assert_eq!(ids(&second), ids(&all)[400..450]);
    // after, and before or at
    let between = post_trade(&world, &format!("from_ts={}&to_ts={}", times[9], times[19])).await;
    assert_eq!(ids(&between), ids(&all)[10..20]);
    let until = post_trade(&world, &format!("to_ts={}&count=4", times[19])).await;
    assert_eq!(ids(&until), ids(&all)[16..20]);
    // nanoseconds and other zones are read as well
    let zone = "from_ts=2027-01-15T09:59:00.123456789%2B02:00&symbol=XBT/USD&count=1000";
    assert!(
        instant(post_trade(&world, zone).await["trades"][0]["trade_ts"].as_str().unwrap())
            > instant("2027-01-15T07:59:00.123456Z")
    );
    // an empty span leads back to where it began
    let from = "2030-01-01T00:00:00Z";
    let none = post_trade(&world, &format!("from_ts={from}")).await;
    assert_eq!(none, json!({ "last_ts": from, "count": 0, "trades": [] }));
    let turned = post_trade(&world, &format!("from_ts={}&to_ts={}", times[19], times[9])).await;
    assert_eq!((&turned["count"], &turned["last_ts"]), (&json!(0), &json!(times[19])));
    assert_eq!(instant("2027-01-15T08:00:00Z").as_second(), START);
}

#[tokio::test]
async fn bad_questions_are_refused_by_name() {
    let world = World::new().await;
    for (target, error) in [
        ("PreTrade", "EGeneral:Invalid arguments:symbol"),
        ("PreTrade?symbol=", "EGeneral:Invalid arguments:symbol"),
        ("PreTrade?symbol=XY", "EGeneral:Invalid arguments:symbol"),
        ("PreTrade?symbol=ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG", "EGeneral:Invalid arguments:symbol"),
        ("PreTrade?symbol=BTC/USD&symbol=ETH/USD", "EGeneral:Invalid arguments:symbol"),
        ("PreTrade?symbol=BTC/USD,ETH/USD", "EQuery:Unknown asset pair"),
        ("PreTrade?symbol=BTC/EUR", "EQuery:Unknown asset pair"),
        ("PostTrade?symbol=BTC/EUR", "EQuery:Unknown asset pair"),
        ("PostTrade?count=0", "EGeneral:Invalid arguments:count"),
        ("PostTrade?count=1001", "EGeneral:Invalid arguments:count"),
        ("PostTrade?from_ts=1800000000", "EGeneral:Invalid arguments:from_ts"),
        ("PostTrade?from_ts=yesterday", "EGeneral:Invalid arguments:from_ts"),
        ("PostTrade?to_ts=2027-01-15", "EGeneral:Invalid arguments:to_ts"),
        ("PostTrade?to_ts=2027-01-15T08:00:00Z&to_ts=x", "EGeneral:Invalid arguments:to_ts"),
    ] {
        assert_eq!(world.public(target).await, Err(error.to_owned()), "{target}");
    }
}

/// A thousand trades of every market are more work than one book.
#[tokio::test]
async fn each_costs_its_source_its_share() {
    let mut answered = Vec::new();
    for target in ["PostTrade", "PostTrade?count=101", "GroupedBook?pair=XBTUSD", "PreTrade?symbol=BTC/USD"] {
        let limits = Limits { market_units_per_sec: 10, ..limits() };
        let world = World::over(MemoryDisk::default(), limits).await;
        let mut count = 0;
        while world.public(target).await.is_ok() {
            count += 1;
        }
        assert_eq!(world.public(target).await, Err("EAPI:Rate limit exceeded".to_owned()));
        answered.push(count);
    }
    assert_eq!(answered, [5, 25, 25, 50]);
}
