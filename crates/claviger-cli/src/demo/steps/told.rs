//! The withdrawal is told.

use super::{Scene, Telling};
use crate::failure::Failure;

const WORDS: &str = "A withdrawal was requested";

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Be told of the withdrawal, at once, whether you look or not")?;
    let mail = scene.mail.wait_for(WORDS)?;
    telling.answer_text(&subject(&mail))?;
    let hook = scene.hook.wait_for("withdrawal.requested")?;
    let signature = hook.lines().find(|line| line.to_lowercase().starts_with("webhook-signature:"));
    telling.answer_text(signature.unwrap_or_default().trim())?;
    telling.holds(signature.is_some(), "a mail and a signed message arrived at sinks on this machine")
}

/// The line of the subject; a long one goes on in lines that begin with a space.
fn subject(mail: &str) -> String {
    let mut lines = mail.lines().skip_while(|line| !line.starts_with("Subject:"));
    let first = lines.next().unwrap_or_default().to_owned();
    let more = lines.take_while(|line| line.starts_with(' '));
    more.fold(first, |subject, line| format!("{subject} {}", line.trim()))
}
