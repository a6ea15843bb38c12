//! An order is placed, and cancelled.

use super::{Scene, Telling};
use crate::failure::Failure;
use serde_json::Value;

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Place a limit order well below the market, and cancel it")?;
    let ticker = scene.public("/0/public/Ticker?pair=XBTUSD")?;
    let bid = ticker.result().as_object().and_then(|pairs| pairs.values().next()?.pointer("/b/0")?.as_str());
    telling.say(&format!("The paper exchange bids {} dollars for a Bitcoin.", bid.unwrap_or("?")))?;
    let params =
        [("ordertype", "limit"), ("type", "buy"), ("pair", "XBTUSD"), ("price", "50000"), ("volume", "0.01")];
    let placed = scene.call(telling, "AddOrder", &params)?;
    let order = placed.result().pointer("/txid/0").and_then(Value::as_str).unwrap_or("").to_owned();
    telling.holds(
        placed.is_success() && !order.is_empty(),
        "placed: the call was on record before the exchange saw it",
    )?;
    let cancelled = scene.call(telling, "CancelOrder", &[("txid", &order)])?;
    let count = cancelled.result().get("count").and_then(Value::as_u64);
    telling.holds(cancelled.is_success() && count == Some(1), "cancelled")
}
