//! A rotation is taken back while both keys work.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::change::{MAX_DRAIN, own};
use super::retire::old_of;
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::KeyRecord;
use claviger_core::key::life::{LifeError, RolledBack, roll_back as begin};
use claviger_core::store::{Change, Conflict, KeyRow};
use std::time::Duration;

/// How often it is tried if others keep changing one of the keys.
const TRIES: usize = 4;

/// What became of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolledBackKey {
    /// The old key: it goes on without a deadline.
    pub predecessor: KeyRecord,
    /// Its successor, revoked.
    pub successor: KeyRecord,
    /// Calls of the successor that were accepted before and have no outcome yet.
    pub open_calls: u32,
}

/// Takes the rotation back that `id` is part of, as either one of the two. Once this has answered, no call of the successor
/// is accepted any more, anywhere, and the old key goes on.
///
/// # Errors
/// [`ManageError`]; [`ManageError::ProofWanted`]; [`LifeError::Retired`] once the old key has retired.
pub async fn roll_back(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    drain: Option<Duration>,
) -> Result<RolledBackKey, ManageError> {
    let work = async {
        caller.require_proof()?;
        let old = old_of(authority, caller, id).await?;
        for _ in 0..TRIES {
            let row = own(authority, caller, old).await?;
            let new = row.record.successor.ok_or(LifeError::NotReplaced)?;
            let new = own(authority, caller, new).await?;
            let (change, told) = next(row, new, authority)?;
            let words = format!("the rotation to {} was rolled back; it is revoked", told.1.id);
            let target = Target::Key(old);
            let entry = entry::act(caller, Action::KeyRollBack, target, told.0.revision, &words);
            match authority.commit_change(caller.mutation(change, entry, &told)).await {
                Ok(_) => return Ok(counted(authority, told, drain).await),
                Err(ChangeError::Conflict(Conflict::Revision)) => {}
                Err(error) => return Err(ManageError::from_change(error, Thing::Key)),
            }
        }
        Err(ManageError::Changed)
    };
    guarded(authority, caller, Operation::KeyRollBack, Target::Key(id), work).await
}

/// What is written, and both keys as they will be.
fn next(
    row: KeyRow,
    new: KeyRow,
    authority: &Authority,
) -> Result<(Change, (KeyRecord, KeyRecord)), ManageError> {
    let (from, successor_from) = (row.record.revision, new.record.revision);
    let RolledBack { predecessor, successor } = begin(&row.record, &new.record, authority.now())?;
    let told = (predecessor.clone(), successor.clone().unwrap_or_else(|| new.record.clone()));
    let row = Box::new(KeyRow { record: predecessor, ..row });
    let change = match successor {
        None => Change::UpdateKey { row, from },
        Some(record) => {
            let successor = Box::new(KeyRow { record, ..new });
            Change::RollBackKey { row, from, successor, successor_from }
        }
    };
    Ok((change, told))
}

async fn counted(
    authority: &Authority,
    (predecessor, successor): (KeyRecord, KeyRecord),
    drain: Option<Duration>,
) -> RolledBackKey {
    let open = authority.lane().open_calls();
    let open_calls = match drain {
        Some(limit) => open.drain(successor.id, limit.min(MAX_DRAIN)).await,
        None => open.count(successor.id),
    };
    RolledBackKey { predecessor, successor, open_calls }
}
