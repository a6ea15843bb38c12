//! The bots are let go on, each by a step of its own.

use super::{Scene, Telling};
use crate::demo::scene::path_of;
use crate::failure::Failure;
use serde_json::{Value, json};

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("It was nothing: undo it, with one step for each key")?;
    for trading in &scene.bots {
        let path = format!("{}/step", path_of(&trading.key));
        let body = json!({ "state": "active" });
        telling.request(&format!("POST /api/v1{path}"), &body.to_string())?;
        let answer = scene.api.post(&path, &body)?;
        telling.answer_with(&answer, &["name", "state", "revision"])?;
        let came = trading.bot.wait_for_new_calls(2)?;
        let is_active = answer.get("state").and_then(Value::as_str) == Some("active");
        telling.holds(is_active && came.refused == 0, "it trades again, and its calls are let through")?;
    }
    scene.bots.drain(..).for_each(|trading| drop(trading.bot.stop()));
    let [stops, steps] = audited(scene)?;
    telling.holds(
        (stops, steps) == EXPECTED,
        &format!("who did it is in the audit log: {stops} stop of all, and {steps} steps, down and up again"),
    )
}

/// Entries that the stop and the steps leave: each key's own, and one for the stop as a whole.
const EXPECTED: (usize, usize) = (1, 4);

fn audited(scene: &Scene) -> Result<[usize; 2], Failure> {
    let count = |action: &str| -> Result<usize, Failure> {
        let page = scene.api.get("/audit", &[("action", action.to_owned())])?;
        Ok(page.get("items").and_then(Value::as_array).map_or(0, Vec::len))
    };
    Ok([count("key.stop")?, count("key.step")?])
}
