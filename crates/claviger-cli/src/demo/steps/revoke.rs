//! The key is revoked, after the question was answered.

use super::{Scene, Telling};
use crate::demo::scene::KEY_NAME;
use crate::failure::Failure;
use crate::keys;
use serde_json::{Value, json};

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Revoke the key, which has to be confirmed")?;
    telling.say(&keys::revoke_question(&scene.key))?;
    telling.say(&format!("Type its name to go on ({KEY_NAME}): {KEY_NAME}   (answered by the demo)"))?;
    let path = format!("{}/revoke", scene.key_path());
    let body = json!({ "drain_secs": 5 });
    telling.request(&format!("POST /api/v1{path}"), &body.to_string())?;
    let answer = scene.api.post(&path, &body)?;
    telling.answer_with(&answer, &["id", "state", "revoked_at", "open_calls"])?;
    let state = answer.get("state").and_then(Value::as_str);
    telling.holds(
        state == Some("revoked"),
        "revoked: from this answer on, no call of the key is accepted, anywhere",
    )
}
