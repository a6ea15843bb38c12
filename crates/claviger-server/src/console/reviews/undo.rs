//! What the last review of a key narrowed is put back.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::Notice;
use claviger::core::id::KeyId;
use claviger::manage::Thing;
use claviger::manage::reviews::undo as put_back;

/// Puts it back; that widens the key, so it asks for a fresh proof.
pub(in super::super) async fn undo(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let id: KeyId = call.id(Thing::Key)?;
    call.proven()?;
    put_back(&call.state.authority, call.caller(), id).await?;
    Ok(Shown::go(format!("/keys/{id}/review")).saying(Notice::ReviewUndone, call.state.secure))
}
