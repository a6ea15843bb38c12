//! The key's history is shown.

use super::{Scene, Telling};
use crate::failure::Failure;
use crate::history::COLUMNS;
use crate::output::{Column, list};
use serde_json::Value;

/// What happened to the key and by it so far, by action and outcome, oldest first.
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

/// Columns of the table, where nobody says how many there are.
const WIDTH: u16 = 116;

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Show the key's history, newest first")?;
    let path = format!("{}/history", scene.key_path());
    telling.request(&format!("GET /api/v1{path}"), "")?;
    let page = scene.api.get(&path, &[])?;
    let entries = page.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    telling.out.line("")?;
    for line in table(&entries, telling).lines() {
        telling.say(line)?;
    }
    telling.out.line("")?;
    let word = |entry: &Value, field: &str| entry.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
    let told: Vec<(String, String)> =
        entries.iter().rev().map(|entry| (word(entry, "action"), word(entry, "outcome"))).collect();
    let all = told.iter().map(|(action, outcome)| (action.as_str(), outcome.as_str())).eq(EXPECTED);
    telling.holds(
        all,
        "every call is there, allowed or refused; one that changes something has its outcome, too",
    )
}

fn table(entries: &[Value], telling: &mut Telling<'_>) -> String {
    let columns: Vec<Column> = COLUMNS.iter().filter(|column| !column.is_titled("CLIENT")).copied().collect();
    let width = telling.out.width;
    telling.out.width = Some(width.unwrap_or(WIDTH).saturating_sub(4));
    let table = list(entries, &columns, telling.out);
    telling.out.width = width;
    table
}
