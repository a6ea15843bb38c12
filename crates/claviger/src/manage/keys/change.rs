//! What every change of a key has in common: read, change purely, write if nobody else did.

use super::super::read::read;
use super::super::{Caller, ManageError, Thing, entry};
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::{KeyRecord, Revision};
use claviger_core::store::{Change, Conflict, KeyRow};
use claviger_core::time::Timestamp;
use std::time::Duration;

/// How often a change is tried if others keep changing the key.
const TRIES: usize = 4;

/// The longest anybody waits for open calls.
pub const MAX_DRAIN: Duration = Duration::from_secs(10);

/// A key after a change that may leave calls open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The key as it is now.
    pub record: KeyRecord,
    /// Its calls that were accepted before the change and have no outcome yet; none of them is
    /// sent upstream later than two seconds after it was accepted.
    pub open_calls: u32,
}

impl Changed {
    /// Counts what is open, after waiting for at most `drain` (itself at most [`MAX_DRAIN`]).
    pub(in super::super) async fn counted(
        authority: &Authority,
        record: KeyRecord,
        drain: Option<Duration>,
    ) -> Self {
        let open = authority.lane().open_calls();
        let open_calls = match drain {
            Some(limit) => open.drain(record.id, limit.min(MAX_DRAIN)).await,
            None => open.count(record.id),
        };
        Changed { record, open_calls }
    }
}

/// A row as it will be, what changed in words, and what the caller is told besides.
pub(super) struct Next<T> {
    pub(super) row: KeyRow,
    pub(super) words: String,
    pub(super) told: T,
}

/// The key with this id, if it is in the caller's reach.
pub(in super::super) async fn own(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
) -> Result<KeyRow, ManageError> {
    let found = read(authority, move |store| store.key(id)).await?;
    found.filter(|row| caller.reaches(&row.record)).ok_or(ManageError::NotFound(Thing::Key))
}

/// Changes a key. The change is made anew from what is stored whenever somebody else was faster.
///
/// The request is remembered by the record and what is told besides, as a pair.
pub(super) async fn change<T: 'static>(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    action: Action,
    make: impl Fn(KeyRow, Timestamp) -> Result<Next<T>, ManageError>,
) -> Result<(KeyRecord, T), ManageError> {
    let update = |row, from| Change::UpdateKey { row, from };
    change_by(authority, caller, id, action, make, update).await
}

/// The same, by another write than the usual one.
pub(super) async fn change_by<T: 'static>(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    action: Action,
    make: impl Fn(KeyRow, Timestamp) -> Result<Next<T>, ManageError>,
    write: impl Fn(Box<KeyRow>, Revision) -> Change,
) -> Result<(KeyRecord, T), ManageError> {
    for _ in 0..TRIES {
        let row = own(authority, caller, id).await?;
        let from = row.record.revision;
        let Next { row, words, told } = make(row, authority.now())?;
        let done = (row.record.clone(), told);
        let record = &done.0;
        let entry = entry::act(caller, action, Target::Key(id), record.revision, &words);
        let change = write(Box::new(row), from);
        match authority.commit_change(caller.mutation(change, entry, &done)).await {
            Ok(_) => return Ok(done),
            Err(ChangeError::Conflict(Conflict::Revision)) => {}
            Err(error) => return Err(ManageError::from_change(error, Thing::Key)),
        }
    }
    Err(ManageError::Changed)
}
