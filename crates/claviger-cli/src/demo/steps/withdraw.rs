//! Money is withdrawn to a saved address.

use super::{Scene, Telling};
use crate::failure::Failure;
use serde_json::Value;

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Withdraw 250 dollars to the saved address `bank`")?;
    let verdict =
        scene.call(telling, "Withdraw", &[("asset", "ZUSD"), ("key", "bank"), ("amount", "250")])?;
    let reference = verdict.result().get("refid").and_then(Value::as_str).unwrap_or("");
    telling.holds(
        verdict.is_success() && !reference.is_empty(),
        "on its way: play money, to an address of nobody",
    )
}
