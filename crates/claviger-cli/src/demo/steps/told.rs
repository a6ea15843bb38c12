//! The withdrawal is told.

use super::{Scene, Telling};
use crate::failure::Failure;

const WORDS: &str = "A withdrawal was requested";

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Be told of the withdrawal, at once, whether you look or not")?;
    let mail = scene.mail.wait_for(WORDS)?;
    let subject = mail.lines().find(|line| line.starts_with("Subject:")).unwrap_or_default();
    telling.answer_text(subject)?;
    let hook = scene.hook.wait_for("withdrawal.requested")?;
    let signature = hook.lines().find(|line| line.to_lowercase().starts_with("webhook-signature:"));
    telling.answer_text(signature.unwrap_or_default().trim())?;
    telling.holds(signature.is_some(), "a mail and a signed message arrived at sinks on this machine")
}
