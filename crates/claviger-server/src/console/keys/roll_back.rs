//! A rotation is taken back.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::Notice;
use super::super::visit::Proof;
use claviger::core::id::KeyId;
use claviger::manage::{Thing, keys};

/// Takes it back.
pub(in super::super) async fn roll_back(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let id: KeyId = call.id(Thing::Key)?;
    if call.visit.proof == Proof::Stale {
        return Err(Failure::Unproven(None));
    }
    let back = keys::roll_back(&call.state.authority, call.caller(), id, None).await?;
    Ok(Shown::go(format!("/keys/{}", back.predecessor.id)).saying(Notice::RolledBack, call.state.secure))
}
