//! The balance is read with a signed call.

use super::{Scene, Telling};
use crate::failure::Failure;
use serde_json::Value;

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Query the balance, signed as any Kraken client signs it")?;
    let verdict = scene.call_for(telling, "Balance", &["ZUSD", "XXBT", "XETH"])?;
    let dollars = verdict.result().get("ZUSD").and_then(Value::as_str).unwrap_or("");
    telling.holds(
        verdict.is_success() && !dollars.is_empty(),
        "allowed: the key has query-funds, and comes from 127.0.0.1",
    )
}
