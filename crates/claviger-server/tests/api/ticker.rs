//! Prices at a glance.

use crate::world::{NOW, World};
use claviger_venue::{Micros, Pair};
use rust_decimal::Decimal;
use serde_json::Value;

fn dec(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

fn pairs(answer: &Value) -> Vec<&str> {
    answer["items"].as_array().unwrap().iter().map(|row| row["pair"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_market_is_shown_with_its_change() {
    let world = World::new().await;
    let shown = world.get(&world.tokens["viewer"], "/ticker").await.json();
    assert_eq!((shown["at"].as_str(), &shown["next"]), (Some("2027-01-15T08:00:00.000000Z"), &Value::Null));
    assert_eq!(pairs(&shown), Pair::all().map(Pair::altname).collect::<Vec<_>>());
    let market = world.paper.market().await;
    for (row, pair) in shown["items"].as_array().unwrap().iter().zip(Pair::all()) {
        let price = |secs| market.quote(pair, Micros::from_secs(secs)).last;
        assert_eq!((dec(&row["last"]), dec(&row["open"])), (price(NOW), price(NOW - 86_400)), "{pair}");
        assert_eq!(dec(&row["change"]), price(NOW) - price(NOW - 86_400), "{pair}");
        let percent = (dec(&row["change"]) * Decimal::from(100) / dec(&row["open"])).trunc_with_scale(2);
        assert_eq!(dec(&row["change_percent"]), percent, "{pair}");
        assert!(dec(&row["bid"]) < dec(&row["ask"]) && dec(&row["low"]) <= dec(&row["last"]), "{pair}");
        assert!(dec(&row["high"]) >= dec(&row["last"]) && dec(&row["volume"]) > Decimal::ZERO, "{pair}");
        assert_eq!(
            row["name"],
            format!("{}/{}", row["base"].as_str().unwrap(), row["quote"].as_str().unwrap())
        );
    }
}

#[tokio::test]
async fn markets_and_assets_are_picked_by_any_name() {
    let world = World::new().await;
    let asked = |names: &str| format!("/ticker?pairs={names}");
    for (names, expected) in [
        ("BTC/USD", vec!["XBTUSD"]),
        ("xxbtzusd,XBTUSD,ETH", vec!["XBTUSD", "ETHUSD", "ETHXBT"]),
        ("SOLXBT,SOL", vec!["SOLXBT", "SOLUSD"]),
    ] {
        assert_eq!(pairs(&world.get(world.operator(), &asked(names)).await.json()), expected, "{names}");
    }
    for bad in ["", "XBTEUR", "USD", "XBTUSD,,ETH", &["XBTUSD"; 65].join(",")] {
        let answer = world.get(world.operator(), &asked(bad)).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "malformed"), "{bad}");
    }
}
