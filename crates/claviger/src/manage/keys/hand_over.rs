//! A key is handed over: to a member, or to the account alone.

use super::super::{Caller, ManageError, Operation, guarded, words};
use super::change::{Next, change};
use super::leave::{Left, fit, settle};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::{KeyId, UserId};
use claviger_core::key::life::{Edit, edit};
use claviger_core::key::{KeyRecord, Revision};
use claviger_core::store::KeyRow;

/// Hands a key over to a member who may look after keys, or to nobody in particular. What the key may do
/// does not change. `from` is the revision that was looked at: at any other one nothing is changed.
///
/// # Errors
/// [`ManageError`]; [`ManageError::ProofWanted`]; [`ManageError::NoKeyHolder`].
pub async fn hand_over(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    to: Option<UserId>,
    from: Option<Revision>,
) -> Result<KeyRecord, ManageError> {
    let work = async {
        caller.require_proof()?;
        if let Some(to) = to {
            may_have(authority, caller, to).await?;
        }
        let make = |row: KeyRow, now| {
            if from.is_some_and(|from| from != row.record.revision) {
                return Err(ManageError::Changed);
            }
            let record = edit(&row.record, Edit { member: Some(to), ..Edit::default() }, now)?;
            let words = words::edited(&row.record, &record, false);
            Ok(Next { row: KeyRow { record, ..row }, words, told: () })
        };
        let (record, ()) = change(authority, caller, id, Action::KeyHandOver, make).await?;
        match to {
            Some(to) if settle(authority, caller, id, to).await? == Left::Frozen => {
                Err(ManageError::NoKeyHolder)
            }
            _ => Ok(record),
        }
    };
    guarded(authority, caller, Operation::KeyHandOver, Target::Key(id), work).await
}

/// Refuses to give a key to whoever could not look after it.
pub(super) async fn may_have(
    authority: &Authority,
    caller: &Caller,
    user: UserId,
) -> Result<(), ManageError> {
    if fit(authority, caller.account, user).await? { Ok(()) } else { Err(ManageError::NoKeyHolder) }
}
