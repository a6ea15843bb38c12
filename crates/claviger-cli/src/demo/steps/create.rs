//! A key is created: name, permissions, allowlist. Its private half is shown once.

use super::{Scene, Telling};
use crate::demo::scene::{KEY_NAME, signer_of, take_secret};
use crate::failure::Failure;
use serde_json::json;

/// What the key may do: everything the story needs, and not the one thing it is refused for.
const PERMISSIONS: &str = "query-funds, query-open-trades, modify-trades, withdraw-funds";

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Create a key for one bot, with just what it needs")?;
    telling.say(&format!("Permissions   {PERMISSIONS}"))?;
    telling.say("Allowed from  127.0.0.1")?;
    let permissions: Vec<&str> = PERMISSIONS.split(", ").collect();
    let body = json!({ "name": KEY_NAME, "holder": "the demo", "permissions": permissions, "allowlist": ["127.0.0.1"] });
    telling.request("POST /api/v1/keys", &body.to_string())?;
    let mut created = scene.api.post("/keys", &body)?;
    let secret = take_secret(&mut created);
    telling.answer_with(&created, &["id", "state", "revision", "created_at"])?;
    let signer = signer_of(&created, &secret);
    telling.holds(signer.is_ok(), "made, and durable: it was in the database before the answer came")?;
    let signer = signer?;
    telling.say(&format!("API key       {}", signer.api_key))?;
    telling.say(&format!("Private key   {}", secret.as_str()))?;
    telling.say("              The private key is shown once, now.")?;
    scene.signer = Some(signer);
    scene.key = created;
    Ok(())
}
