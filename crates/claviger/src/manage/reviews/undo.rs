//! What a review narrowed is put back, in one step.

use super::super::keys::Changed;
use super::super::{Caller, ManageError, Operation, guarded, words};
use super::sign_off::SignedKey;
use super::write::{Next, write};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::KeyRecord;
use claviger_core::key::life::{Edit, edit};
use claviger_core::key::review::{SignedOff, UndoError};
use claviger_core::restriction::Restrictions;

/// Puts permissions and allowlist of a key back as they were before its last review narrowed them: within the window, and
/// only if nothing of the key was changed since. That widens it, so it wants a recent proof of a person.
///
/// # Errors
/// [`ManageError`]; [`ManageError::Undo`] says why nothing is put back.
pub async fn undo(authority: &Authority, caller: &Caller, id: KeyId) -> Result<SignedKey, ManageError> {
    let work = async {
        let make = |key: &KeyRecord, last: Option<&SignedOff>| {
            let next = next(authority, key, last)?;
            caller.require_proof()?;
            Ok(next)
        };
        let (record, review) = write(authority, caller, id, Action::KeyReviewUndo, make).await?;
        Ok(SignedKey { key: Changed { record, open_calls: 0 }, review })
    };
    guarded(authority, caller, Operation::KeyReviewUndo, Target::Key(id), work).await
}

fn next(authority: &Authority, key: &KeyRecord, last: Option<&SignedOff>) -> Result<Next, ManageError> {
    let now = authority.now();
    let last = last.ok_or(UndoError::Nothing)?;
    let undo = last.undoable(key, now)?;
    let restrictions = Restrictions { allowlist: undo.allowlist.clone(), ..key.restrictions.clone() };
    let asked =
        Edit { permissions: Some(undo.permissions), restrictions: Some(restrictions), ..Edit::default() };
    let changed = edit(key, asked, now)?;
    let words = format!("what its review narrowed was put back; {}", words::edited(key, &changed, false));
    let review = SignedOff { undo: None, revision: last.revision.saturating_add(1), ..last.clone() };
    Ok(Next { key: Some(changed), review, words })
}
