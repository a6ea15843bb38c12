//! A call is refused for a missing permission, with the reason.

use super::{Scene, Telling};
use crate::failure::Failure;

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Ask for the ledger, which this key may not read")?;
    let verdict = scene.call(telling, "Ledgers", &[])?;
    telling.answer_text(&format!("Claviger-Reason: {}", verdict.reason))?;
    telling.holds(
        verdict.errors() == ["EGeneral:Permission denied"],
        "refused with the text every Kraken client knows",
    )?;
    telling.holds(
        verdict.reason.starts_with("permission-missing") && verdict.reason.contains("query-ledger"),
        "and the header says which permission is missing, to whoever holds the key",
    )
}
