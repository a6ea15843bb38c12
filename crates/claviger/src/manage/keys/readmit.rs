//! A key is admitted again after the store was rolled back.
//!
//! What the key did after the point that the store went back to is forgotten, its nonces too. So the
//! floor is raised, in the same transaction, above everything it may have used until now.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use super::change::{Changed, Next, change_by, own};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::life::{LifeError, readmit as begin};
use claviger_core::key::{KeyKind, KeyRecord};
use claviger_core::nonce::Nonce;
use claviger_core::nonce::scale::Scale;
use claviger_core::store::{Change, HistoryQuery, KeyRow, Which};

/// Most entries looked at to find a nonce with its time.
const MAX_SCAN: usize = 10_000;
/// Most of the key's latest calls looked at.
const CALLS: usize = 100;

/// Readmits a key. Without a `floor` it is told from the scale of the key's nonces, if those are
/// times.
///
/// # Errors
/// [`ManageError::ScaleUnknown`] if a floor has to be given; [`ManageError`].
pub async fn readmit(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    floor: Option<Nonce>,
) -> Result<Changed, ManageError> {
    let work = async {
        caller.require_proof()?;
        let record = own(authority, caller, id).await?.record;
        // Judged before a floor is asked for, which a key that is not held does not need.
        begin(&record, authority.now())?;
        let floor = floor_of(authority, &record, floor).await?;
        let words = floor.map_or_else(String::new, |floor| format!("; nonces up to {floor} are closed"));
        let make = |row: KeyRow, now| {
            let record = begin(&row.record, now)?;
            let words = format!("readmitted after the store was rolled back{words}");
            Ok(Next { row: KeyRow { record, ..row }, words, told: () })
        };
        let write = |row, from| Change::ReadmitKey { row, from, floor };
        let (record, ()) = change_by(authority, caller, id, Action::KeyReadmit, make, write).await?;
        Ok(Changed::counted(authority, record, None).await)
    };
    guarded(authority, caller, Operation::KeyReadmit, Target::Key(id), work).await
}

async fn floor_of(
    authority: &Authority,
    record: &KeyRecord,
    given: Option<Nonce>,
) -> Result<Option<Nonce>, ManageError> {
    match (record.kind, given) {
        (KeyKind::Public, None) => Ok(None),
        (KeyKind::Public, Some(_)) => Err(LifeError::PublicKey.into()),
        (KeyKind::Private, Some(floor)) => Ok(Some(floor)),
        (KeyKind::Private, None) => told(authority, record).await.map(Some),
    }
}

/// The floor that the key's own nonces give.
async fn told(authority: &Authority, record: &KeyRecord) -> Result<Nonce, ManageError> {
    let (id, query) = (record.id, latest_calls(record));
    let (nonces, page) =
        read(authority, move |store| Ok((store.nonces(id)?, store.history(&query)?))).await?;
    let highest = nonces.map_or(0, |nonces| nonces.highest());
    let burnt = page.entries.iter().find_map(|entry| Some((entry.draft.nonce?, entry.place.time)));
    let floor = burnt.and_then(|(nonce, used)| Scale::told_by(nonce, used)).map(|s| s.floor(authority.now()));
    // A higher nonce than the floor was counted otherwise.
    floor.filter(|floor| highest <= *floor).ok_or(ManageError::ScaleUnknown)
}

fn latest_calls(record: &KeyRecord) -> HistoryQuery {
    HistoryQuery {
        account: Some(record.account),
        key: Some(record.id),
        which: Which::Calls,
        limit: CALLS,
        max_scan: MAX_SCAN,
        ..HistoryQuery::default()
    }
}
