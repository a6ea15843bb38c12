//! The key is replaced while a bot trades with it, and not one of its calls is refused.

use super::{Scene, Telling};
use crate::demo::bot::{Bot, CALLS, Work};
use crate::demo::scene::{signer_of, take_secret};
use crate::failure::Failure;
use serde_json::{Value, json};

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Rotate the key while the bot goes on calling with it")?;
    let Some(signer) = scene.signer.take() else { return Err(Failure::failed("there is no key yet")) };
    let bot = Bot::start(scene.wire.clone(), scene.base.clone(), signer, Work::Watch);
    let outcome = under_traffic(scene, telling, &bot);
    let came = bot.stop();
    outcome?;
    telling.holds(
        came.refused == 0 && came.accepted >= 4 * CALLS,
        &format!(
            "{} calls meanwhile, none refused: no gap between the old key and the new one",
            came.accepted
        ),
    )
}

fn under_traffic(scene: &mut Scene, telling: &mut Telling<'_>, bot: &Bot) -> Result<(), Failure> {
    bot.wait_for_calls(CALLS)?;
    let path = format!("{}/rotate", scene.key_path());
    let body = json!({ "overlap_secs": 3600 });
    telling.request(&format!("POST /api/v1{path}"), &body.to_string())?;
    let mut rotated = scene.api.post(&path, &body)?;
    let secret = take_secret(&mut rotated);
    let side = |name: &str| rotated.get(name).cloned().unwrap_or(Value::Null);
    let (old, new) = (side("predecessor"), side("successor"));
    telling.answer_with(&old, &["id", "name", "retires_at"])?;
    telling.answer_with(&new, &["id", "name", "predecessor"])?;
    telling.say("Both work for an hour. The bot goes on with the old one, then is given the new one.")?;
    bot.wait_for_calls(CALLS)?;
    bot.use_key(signer_of(&new, &secret)?);
    bot.wait_for_calls(CALLS)?;
    let path = format!("{}/retire", scene.key_path());
    telling.request(&format!("POST /api/v1{path}"), "{}")?;
    let retired = scene.api.post(&path, &json!({}))?;
    telling.answer_with(&retired, &["id", "state", "revoked_at"])?;
    bot.wait_for_calls(CALLS)?;
    scene.signer = Some(signer_of(&new, &secret)?);
    scene.key = new;
    Ok(())
}
