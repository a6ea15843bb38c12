//! The key's history is shown.

use super::{Scene, Telling};
use crate::failure::Failure;
use crate::history::COLUMNS;
use crate::output::list;
use serde_json::Value;

/// Every call of the story so far, by action and outcome, oldest first.
const EXPECTED: [(&str, &str); 9] = [
    ("key.create", "changed"),
    ("funds.balance", "allowed"),
    ("orders.add", "allowed"),
    ("orders.add", "done"),
    ("orders.cancel", "allowed"),
    ("orders.cancel", "done"),
    ("withdrawals.request", "allowed"),
    ("withdrawals.request", "done"),
    ("ledger.list", "refused"),
];

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Show the key's history, newest first")?;
    let path = format!("{}/history", scene.key_path());
    telling.request(&format!("GET /api/v1{path}"), "")?;
    let page = scene.api.get(&path, &[])?;
    let entries = page.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    telling.out.line("")?;
    for line in list(&entries, COLUMNS, telling.out).lines() {
        telling.say(line)?;
    }
    telling.out.line("")?;
    let word = |entry: &Value, field: &str| entry.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
    let told: Vec<(String, String)> =
        entries.iter().rev().map(|entry| (word(entry, "action"), word(entry, "outcome"))).collect();
    let all = told.iter().map(|(action, outcome)| (action.as_str(), outcome.as_str())).eq(EXPECTED);
    telling.holds(
        all,
        "every call is there, allowed or refused; a call that changes something has its outcome, too",
    )
}
