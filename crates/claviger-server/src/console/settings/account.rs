//! Another account is looked at.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::Trouble;
use claviger::core::id::AccountId;
use claviger::manage::{Thing, sessions};

/// Turns to it.
pub(in super::super) async fn switch(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["account"], &[])?;
    let account = form.text("account").parse::<AccountId>();
    let account = account.map_err(|_| Trouble::no_such(Thing::Account))?;
    let session = sessions::switch(&call.state.authority, call.signed()?, account).await?;
    Ok(Shown::go("/").cookie(call.goes_on_as(&session)))
}
