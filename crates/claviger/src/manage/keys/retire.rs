//! A key that was replaced retires: now, or at another instant than was told.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use super::change::{Changed, Next, change, own};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::KeyState;
use claviger_core::key::life::retire as begin;
use claviger_core::store::KeyRow;
use claviger_core::time::Timestamp;
use std::time::Duration;

/// The old key of a rotation, as it is now.
pub type Retired = Changed;

/// Retires the old key of a rotation, of which `id` may be either one: now, or `at` an instant to come. A later one than was
/// told wants a recent proof of a person. Once this has answered *now*, no call of it is accepted any more, anywhere; `drain`
/// waits for those accepted before.
///
/// # Errors
/// [`ManageError`].
pub async fn retire(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    at: Option<Timestamp>,
    drain: Option<Duration>,
) -> Result<Retired, ManageError> {
    let work = async {
        let old = old_of(authority, caller, id).await?;
        let make = |row: KeyRow, now| {
            let record = begin(&row.record, at, now)?;
            if record.retires_at > row.record.retires_at {
                caller.require_proof()?;
            }
            let words = match (record.state, record.retires_at) {
                (KeyState::Revoked, _) | (_, None) => format!("state: {} → retired", row.record.state),
                (_, Some(at)) => format!("retires_at: {} → {at}", shown(row.record.retires_at)),
            };
            Ok(Next { row: KeyRow { record, ..row }, words, told: () })
        };
        let (record, ()) = change(authority, caller, old, Action::KeyRetire, make).await?;
        Ok(Changed::counted(authority, record, drain).await)
    };
    guarded(authority, caller, Operation::KeyRetire, Target::Key(id), work).await
}

/// The old key of the rotation that a key is part of, by whichever of the two it was named; the key itself if it is part of
/// none.
pub(super) async fn old_of(authority: &Authority, caller: &Caller, id: KeyId) -> Result<KeyId, ManageError> {
    let record = own(authority, caller, id).await?.record;
    let before = match (record.successor, record.predecessor) {
        (None, Some(before)) => read(authority, move |store| store.key(before)).await?,
        _ => None,
    };
    let pair = |row: &KeyRow| row.record.successor == Some(id) && caller.reaches(&row.record);
    Ok(before.filter(pair).map_or(id, |row| row.record.id))
}

fn shown(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "none".to_owned(), |at| at.to_string())
}
