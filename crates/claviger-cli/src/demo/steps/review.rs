//! A review narrows the key to what it used.

use super::{Scene, Telling};
use crate::failure::Failure;
use serde_json::{Value, json};

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Review the key: what did it use, and what never?")?;
    let path = format!("{}/review", scene.key_path());
    telling.request(&format!("GET /api/v1{path}"), "")?;
    let seen = scene.api.get(&path, &[])?;
    let used = |one: &&Value| one.get("used").is_some_and(Value::is_object);
    let rows = seen.get("permissions").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let names = |all: Vec<&Value>| {
        let name = |one: &&Value| one.get("permission").and_then(Value::as_str).unwrap_or("").to_owned();
        all.iter().map(name).collect::<Vec<_>>()
    };
    let (used, never): (Vec<&Value>, Vec<&Value>) = rows.iter().partition(used);
    let (used, never) = (names(used), names(never));
    telling.answer_text(&format!("used: {}; never used: {}", used.join(", "), never.join(", ")))?;
    let proposal = seen.pointer("/proposal/permissions").cloned().unwrap_or_default();
    let list =
        proposal.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(",");
    let dry = format!("{}/dry-run", scene.key_path());
    telling.request(&format!("GET /api/v1{dry}?permissions={list}"), "")?;
    let ran = scene.api.get(&dry, &[("permissions", list)])?;
    telling.answer_with(&ran, &["words"])?;
    telling.holds(
        !never.is_empty() && ran.get("would_refuse") == Some(&json!(0)),
        "the smallest set that would have allowed all of it, tried on what happened: nothing would be refused",
    )?;
    let body = json!({ "decision": "narrow", "permissions": proposal });
    telling.request(&format!("POST /api/v1{path}"), &body.to_string())?;
    let answer = scene.api.post(&path, &body)?;
    telling.answer_with(&answer, &["id", "permissions", "undo_until"])?;
    telling.holds(
        answer.get("permissions") == body.get("permissions") && answer.get("undo_until").is_some(),
        "narrowed and signed off; for a week one step puts it back",
    )
}
