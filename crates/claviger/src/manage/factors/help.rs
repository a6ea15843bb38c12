//! What a person has read of the help.

use super::super::sessions::Signed;
use super::super::{ManageError, Operation, guarded};
use super::act::target;
use super::profile::changed;
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::people::{HelpPage, User};

/// Remembers that the person has read the page. Reading it again changes nothing.
///
/// # Errors
/// [`ManageError`].
pub async fn read(authority: &Authority, signed: &Signed, page: HelpPage) -> Result<(), ManageError> {
    let now = authority.now();
    let change = |user: &mut User| {
        if user.help_read.contains_key(&page) {
            return None;
        }
        user.help_read.insert(page, now);
        Some(format!("read \"{}\"", page.name()))
    };
    let work = changed(authority, signed, Action::HelpRead, change);
    guarded(authority, &signed.caller, Operation::HelpRead, target(signed), work).await.map(drop)
}
