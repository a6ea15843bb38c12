//! The private key cannot be seen again.

use super::{Scene, Telling};
use crate::failure::Failure;

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Look at the key again: its private half was shown that once")?;
    let path = scene.key_path();
    telling.request(&format!("GET /api/v1{path}"), "")?;
    let key = scene.api.get(&path, &[])?;
    telling.answer_with(&key, &["id", "name", "state", "permissions"])?;
    let secret = scene.signer.as_ref().map(|signer| signer.private_key.reveal());
    let told = secret.is_some_and(|secret| key.to_string().contains(secret.as_str()));
    telling.holds(!told, "nothing in the answer signs anything; at rest the private half is sealed")
}
