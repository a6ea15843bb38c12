//! A key is stepped down or up.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Notice, Trouble};
use super::super::visit::Proof;
use claviger::core::id::KeyId;
use claviger::core::key::KeyState;
use claviger::manage::{Thing, keys};

/// Steps it. Down is at once; up asks for a fresh proof, since it widens what the key may do.
pub(in super::super) async fn step(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["state"], &[])?;
    let id: KeyId = call.id(Thing::Key)?;
    let to = form.text("state").parse::<KeyState>();
    let to = to.map_err(|_| Trouble::malformed("there is no such state".to_owned()))?;
    let (authority, caller) = (&call.state.authority, call.caller());
    if call.visit.proof == Proof::Stale {
        let now = keys::show(authority, caller, id).await?.record.state;
        if !to.within(now) {
            return Err(Failure::Unproven(None));
        }
    }
    keys::step(authority, caller, id, to, None).await?;
    Ok(Shown::go(format!("/keys/{id}")).saying(Notice::Stepped, call.state.secure))
}
