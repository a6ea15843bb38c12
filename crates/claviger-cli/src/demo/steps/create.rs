//! A key is created: name, permissions, allowlist. Its private half is shown once.

use super::{Scene, Telling};
use crate::demo::scene::KEY_NAME;
use crate::failure::Failure;
use crate::sign::Signer;
use claviger_core::credential::PrivateKey;
use serde_json::{Value, json};
use zeroize::Zeroizing;

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
    // The private half is taken out before anything is shown of the answer.
    let secret = created.as_object_mut().and_then(|fields| fields.remove("private_key"));
    let secret = Zeroizing::new(secret.as_ref().and_then(Value::as_str).unwrap_or("").to_owned());
    telling.answer_with(&created, &["id", "state", "revision", "created_at"])?;
    let private_key = PrivateKey::parse(secret.as_bytes());
    telling.holds(private_key.is_ok(), "made, and durable: it was in the database before the answer came")?;
    let api_key = created.get("api_key").and_then(Value::as_str).unwrap_or("").to_owned();
    telling.say(&format!("API key       {api_key}"))?;
    telling.say(&format!("Private key   {}", secret.as_str()))?;
    telling.say("              The private key is shown once, now.")?;
    scene.signer = private_key.ok().map(|private_key| Signer { api_key, private_key });
    scene.key = created;
    Ok(())
}
