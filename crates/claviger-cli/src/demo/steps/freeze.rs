//! Every key is frozen with one request, and what was open is cancelled.

use super::bots::open_orders;
use super::{Scene, Telling};
use crate::failure::Failure;
use serde_json::{Value, json};

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Something looks wrong: freeze every key at once, and cancel what is open")?;
    telling.say("One press in the console; in a terminal: claviger stop --drain 5 --cancel-orders")?;
    let body = json!({ "drain_secs": 5, "cancel_orders": true });
    telling.request("POST /api/v1/keys/stop", &body.to_string())?;
    let answer = scene.api.post("/keys/stop", &body)?;
    telling.answer_with(&answer, &["state", "stopped", "open_calls", "still_open", "cancelled_orders"])?;
    let count = |name: &str| answer.get(name).and_then(Value::as_u64).unwrap_or(0);
    let (stopped, calls, cancelled) = (count("stopped"), count("open_calls"), count("cancelled_orders"));
    let drained = answer.get("still_open").and_then(Value::as_array).is_some_and(Vec::is_empty);
    telling.holds(stopped == 2 && drained, &format!("{stopped} keys are frozen; {}", under_way(calls)))?;
    let (_, left) = open_orders(scene)?;
    telling.holds(
        cancelled >= 2 && left == 0,
        &format!("{cancelled} open orders were cancelled: nothing is left on the books"),
    )?;
    refused(scene, telling)
}

fn under_way(calls: u64) -> String {
    match calls {
        0 => "no call was under way".to_owned(),
        1 => "one call was under way, and has ended".to_owned(),
        calls => format!("{calls} calls were under way, and have ended"),
    }
}

/// The bots go on trying: not one of their calls is let through.
fn refused(scene: &Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    let (mut accepted, mut refused) = (0, 0);
    for trading in &scene.bots {
        let came = trading.bot.wait_for_new_calls(2)?;
        let (text, reason) = &came.why;
        let name = trading.key.get("name").and_then(Value::as_str).unwrap_or("");
        telling.answer_text(&format!("{name}: {text}   Claviger-Reason: {reason}"))?;
        accepted += came.accepted + usize::from(!reason.starts_with("frozen"));
        refused += came.refused;
    }
    let (_, left) = open_orders(scene)?;
    telling.holds(
        accepted == 0 && left == 0,
        &format!("both bots go on trying: {refused} more calls, all refused, and told why"),
    )
}
