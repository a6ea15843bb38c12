//! Whoever owns the key wants to be told: by mail and by a web hook.

use super::{Scene, Telling};
use crate::failure::Failure;
use serde_json::{Value, json};

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Have it told what happens: by mail, and by a web hook")?;
    telling.request("POST /api/v1/channels", r#"{"name":"mail","service":"mail","to":"you@example.com"}"#)?;
    let mail = json!({ "name": "mail", "service": "mail", "to": "you@example.com" });
    let mail = scene.api.post("/channels", &mail)?;
    let code = scene.mail.wait_for("Confirm this address")?;
    let digits = |line: &&str| line.len() == 8 && line.bytes().all(|byte| byte.is_ascii_digit());
    let code = code.lines().map(str::trim).find(digits).unwrap_or_default();
    let path = format!("/channels/{}/confirm", mail.get("id").and_then(Value::as_str).unwrap_or_default());
    let confirmed = scene.api.post(&path, &json!({ "code": code }))?;
    let hook =
        json!({ "name": "hook", "service": "webhook", "to": format!("http://{}/", scene.hook.address) });
    let hook = scene.api.post("/channels", &hook)?;
    let is_confirmed = confirmed.get("confirmed").and_then(Value::as_bool) == Some(true);
    let has_secret =
        hook.get("secret").and_then(Value::as_str).is_some_and(|secret| secret.starts_with("whsec_"));
    telling.holds(
        is_confirmed && has_secret,
        "the address was confirmed by a code that was mailed to it; messages to the web hook are signed",
    )
}
