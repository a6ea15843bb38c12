//! `Earn/...`: what is moved, what is told, what is earned, and who may.

mod moves;
mod permissions;
mod reads;
mod rewards;

use crate::world::{Client, World};
use serde_json::Value;

/// Seconds from the start of a world to the next midnight.
const TO_MIDNIGHT: i64 = 57_600;
const DAY: i64 = 86_400;

/// The id of the strategy of an asset.
async fn strategy(world: &World, bot: &Client, asset: &str) -> String {
    let page = world.ok(bot, "Earn/Strategies", &format!("asset={asset}")).await;
    page["items"][0]["id"].as_str().unwrap().to_owned()
}

/// The parameters of a move of so much of an asset.
async fn of(world: &World, bot: &Client, asset: &str, amount: &str) -> String {
    format!("strategy_id={}&amount={amount}", strategy(world, bot, asset).await)
}

/// The entries of strategies, latest first.
async fn entries(world: &World, bot: &Client) -> Vec<Value> {
    let page = world.ok(bot, "Ledgers", "type=earn").await;
    let mut rows: Vec<_> = page["ledger"].as_object().unwrap().values().cloned().collect();
    let time = |row: &Value| row["time"].as_f64().unwrap();
    // what answers hold in order, a parsed object does not
    rows.sort_by(|a, b| time(b).total_cmp(&time(a)));
    rows
}
