//! A key that may see a part of the history only.

use crate::world::{Client, P, START, World};
use claviger::core::restriction::Restrictions;
use claviger::core::time::Timestamp;
use serde_json::{Value, json};

const READS: [P; 4] = [P::QueryOpenTrades, P::QueryClosedTrades, P::QueryLedger, P::QueryFunds];
const BUY: &str = "pair=XBTUSD&type=buy&ordertype=market&volume=0.01";

struct Past {
    world: World,
    bot: Client,
    orders: Vec<String>,
    trades: Vec<String>,
}

/// Two fills, a thousand seconds apart, and a key that sees the second one only.
async fn past() -> Past {
    let world = World::new().await;
    let owner = world.full().await;
    let mut orders = Vec::new();
    for _ in 0..2 {
        world.pass(1_000).await;
        orders.push(world.ok(&owner, "AddOrder", BUY).await["txid"][0].as_str().unwrap().to_owned());
    }
    let mut trades = Vec::new();
    for txid in &orders {
        let order = &world.ok(&owner, "QueryOrders", &format!("txid={txid}&trades=1")).await[txid];
        trades.push(order["trades"][0].as_str().unwrap().to_owned());
    }
    let limits =
        Restrictions { query_from: Some(Timestamp::from_secs(START + 1_500)), ..Restrictions::default() };
    let bot = world.restricted(&READS, limits).await;
    Past { world, bot, orders, trades }
}

fn ids(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn what_lies_outside_is_not_shown() {
    let Past { world, bot, orders, trades } = past().await;
    let closed = world.ok(&bot, "ClosedOrders", "").await;
    assert_eq!((ids(&closed["closed"]), &closed["count"]), (vec![orders[1].as_str()], &json!(1)));
    let both = format!("txid={},{}", orders[0], orders[1]);
    assert_eq!(ids(&world.ok(&bot, "QueryOrders", &both).await), [orders[1].as_str()]);
    let both = format!("txid={},{}", trades[0], trades[1]);
    assert_eq!(ids(&world.ok(&bot, "QueryTrades", &both).await), [trades[1].as_str()]);
    let ledgers = world.ok(&bot, "Ledgers", "").await;
    assert_eq!(ledgers["count"], 2);
    assert_eq!(world.ok(&bot, "DepositStatus", "").await, json!([]), "the opening purse was before");
}

#[tokio::test]
async fn asking_outside_is_refused_in_seconds_and_by_id() {
    let Past { world, bot, orders, trades } = past().await;
    for (method, params) in [
        ("ClosedOrders", format!("start={}", START + 1_499)),
        ("ClosedOrders", format!("start={}", orders[0])),
        ("ClosedOrders", format!("end={}", orders[0])),
        ("TradesHistory", format!("start={}", trades[0])),
        ("Ledgers", format!("end={START}")),
        ("DepositStatus", format!("start={START}")),
    ] {
        assert_eq!(
            world.refused(&bot, method, &params).await,
            "EGeneral:Invalid arguments",
            "{method} {params}"
        );
    }
    for params in [format!("start={}", START + 1_500), format!("end={}", orders[1])] {
        let closed = world.ok(&bot, "ClosedOrders", &params).await;
        assert_eq!(ids(&closed["closed"]), [orders[1].as_str()], "{params}");
    }
}

#[tokio::test]
async fn spans_are_after_the_start_and_up_to_the_end() {
    let Past { world, orders, .. } = past().await;
    let bot = world.key(&READS).await;
    let (first, second) = (&orders[0], &orders[1]);
    for (params, seen) in [
        (format!("start={first}"), vec![second]),
        (format!("end={first}"), vec![first]),
        (format!("start={}&end={}", START + 1_000, START + 2_000), vec![second]),
        (format!("start={}.5", START + 999), vec![first, second]),
        (format!("end={second}&start={second}"), vec![]),
    ] {
        let closed = world.ok(&bot, "ClosedOrders", &params).await;
        let mut seen: Vec<&str> = seen.into_iter().map(String::as_str).collect();
        seen.sort_unstable();
        assert_eq!(ids(&closed["closed"]), seen, "{params}");
    }
}
