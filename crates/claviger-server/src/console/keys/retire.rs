//! The old key of a rotation retires now.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::Notice;
use claviger::core::id::KeyId;
use claviger::core::key::life::LifeError;
use claviger::manage::{ManageError, Thing, keys};

/// Retires it.
pub(in super::super) async fn retire(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let id: KeyId = call.id(Thing::Key)?;
    match keys::retire(&call.state.authority, call.caller(), id, None, None).await {
        Ok(old) => {
            let page = format!("/keys/{}", old.record.successor.unwrap_or(old.record.id));
            Ok(Shown::go(page).saying(Notice::Retired, call.state.secure))
        }
        // Whoever presses twice, or is late, wanted nothing else.
        Err(ManageError::Life(LifeError::Revoked | LifeError::Retired)) => {
            Ok(Shown::go(format!("/keys/{id}")))
        }
        Err(error) => Err(error.into()),
    }
}
