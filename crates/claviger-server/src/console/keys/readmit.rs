//! A key is admitted again after the server was restored from a backup.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Notice, Trouble};
use super::super::visit::Proof;
use claviger::core::id::KeyId;
use claviger::manage::{ManageError, Thing, keys};

/// Readmits it, with a floor for its nonces if that cannot be told from them.
pub(in super::super) async fn readmit(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["floor"], &[])?;
    let id: KeyId = call.id(Thing::Key)?;
    let number = form.given("floor").map(|text| text.parse::<u64>().map_err(|_| no_number())).transpose()?;
    if call.visit.proof == Proof::Stale {
        return Err(Failure::Unproven(None));
    }
    match keys::readmit(&call.state.authority, call.caller(), id, number).await {
        Ok(_) => Ok(Shown::go(format!("/keys/{id}")).saying(Notice::Readmitted, call.state.secure)),
        Err(error @ ManageError::ScaleUnknown) => Err(Failure::Managed(error)),
        Err(error) => Err(error.into()),
    }
}

fn no_number() -> Trouble {
    Trouble::malformed("a floor is a whole number".to_owned())
}
