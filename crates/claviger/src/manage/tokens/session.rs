//! Sessions at the console that were begun with a token: what is on record of them. They themselves
//! are memory of the process that serves them, and every request of one recognises its token again.

use super::super::entry::act;
use super::super::{Caller, ManageError};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::store::{Item, Settled};
use std::time::Instant;

/// Puts on record that the token's holder signed in, before the session is good for anything.
///
/// # Errors
/// [`ManageError::Unavailable`]: it could not be written, so there is no session.
pub async fn begin_session(authority: &Authority, caller: &Caller) -> Result<(), ManageError> {
    note(authority, caller, Action::SessionBegin, "signed in to the console with a token").await
}

/// Puts on record that the session was ended by whoever had it.
///
/// # Errors
/// [`ManageError::Unavailable`]: it could not be written; the session is ended all the same.
pub async fn end_session(authority: &Authority, caller: &Caller) -> Result<(), ManageError> {
    note(authority, caller, Action::SessionEnd, "signed out of the console").await
}

async fn note(
    authority: &Authority,
    caller: &Caller,
    action: Action,
    words: &str,
) -> Result<(), ManageError> {
    let draft = act(caller, action, Target::Account, 0, words);
    match authority.lane().submit_call(Item::Note(draft), Instant::now()).await {
        Ok((Settled::Written(_), _)) => Ok(()),
        _ => Err(ManageError::Unavailable),
    }
}
