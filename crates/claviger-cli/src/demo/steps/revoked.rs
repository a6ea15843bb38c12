//! The revoked key is refused.

use super::{Scene, Telling};
use crate::failure::Failure;

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Try the revoked key")?;
    let verdict = scene.call(telling, "Balance", &[])?;
    telling.answer_text(&format!("Claviger-Reason: {}", verdict.reason))?;
    let refused = verdict.errors() == ["EAPI:Invalid key"] && verdict.reason.starts_with("revoked");
    telling.holds(refused, "refused, at once and for good; the attempt is in its history")
}
