//! A person says that they have read a screen.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Notice, Trouble};
use super::words::path;
use claviger::core::people::HelpPage;
use claviger::manage::factors::help::read as remember;
use claviger::manage::{ManageError, Operation};

/// Remembers it. A token is nobody who reads.
pub(in super::super) async fn read(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let page = call.id.as_deref().and_then(HelpPage::from_name).ok_or_else(Trouble::no_such_page)?;
    let (role, operation) = (call.caller().role, Operation::HelpRead);
    let signed = call.visit.signed.as_ref().ok_or(ManageError::Forbidden { role, operation })?;
    remember(&call.state.authority, signed, page).await?;
    let next =
        HelpPage::ALL.into_iter().find(|other| *other != page && !signed.user.help_read.contains_key(other));
    let to = next.map_or("/help", path);
    Ok(Shown::go(to).saying(Notice::HelpRead, call.state.secure))
}
