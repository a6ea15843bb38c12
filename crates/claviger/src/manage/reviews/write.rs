//! The write of a review: the key, if it changes, and what is kept of the review, in one transaction with one entry.

use super::super::people::TRIES;
use super::super::read::read;
use super::super::{Caller, ManageError, Thing, entry};
use super::look::signed_off;
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::{KeyId, ReviewId};
use claviger_core::key::KeyRecord;
use claviger_core::key::review::SignedOff;
use claviger_core::store::{Change, Conflict, KeyRow, RecordWrite};

/// What is written.
pub(super) struct Next {
    /// The key as it will be; none if it stays.
    pub(super) key: Option<KeyRecord>,
    /// What is kept of the review.
    pub(super) review: SignedOff,
    /// What the entry says.
    pub(super) words: String,
}

/// Makes a write of a key and the last sign-off of it, anew whenever somebody else was faster.
///
/// The request is remembered by the key and what is kept of its review, as a pair.
pub(super) async fn write(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    action: Action,
    make: impl Fn(&KeyRecord, Option<&SignedOff>) -> Result<Next, ManageError>,
) -> Result<(KeyRecord, SignedOff), ManageError> {
    for _ in 0..TRIES {
        let found =
            read(authority, move |store| Ok(store.key(id)?.zip(Some(signed_off(store, id)?)))).await?;
        let found = found.filter(|(row, _)| caller.reaches(&row.record));
        let (row, last) = found.ok_or(ManageError::NotFound(Thing::Key))?;
        let Next { key, review, words } = make(&row.record, last.as_ref())?;
        let kept = kept(&review, last.as_ref())?;
        let from = row.record.revision;
        let is = key.clone().unwrap_or_else(|| row.record.clone());
        let change = match key {
            None => Change::Records(vec![kept]),
            Some(record) => {
                let row = Box::new(KeyRow { record, ..row });
                Change::UpdateKeyWith { row, from, records: vec![kept] }
            }
        };
        let entry = entry::act(caller, action, Target::Key(id), is.revision, &words);
        let done = (is, review);
        match authority.commit_change(caller.mutation(change, entry, &done)).await {
            Ok(_) => return Ok(done),
            // The key or its review was changed, or reviewed for the first time by somebody else.
            Err(ChangeError::Conflict(Conflict::Revision | Conflict::NameTaken | Conflict::Missing)) => {}
            Err(error) => return Err(ManageError::from_change(error, Thing::Key)),
        }
    }
    Err(ManageError::Changed)
}

/// The id and revision of what is kept next.
pub(super) fn following(last: Option<&SignedOff>) -> Result<(ReviewId, u64), ManageError> {
    match last {
        Some(last) => Ok((last.id, last.revision.saturating_add(1))),
        None => Ok((ReviewId::random(&mut OsEntropy)?, 1)),
    }
}

fn kept(review: &SignedOff, last: Option<&SignedOff>) -> Result<RecordWrite, ManageError> {
    let record = review.record().map_err(|error| {
        tracing::error!(%error, "a review could not be written down");
        ManageError::Internal
    })?;
    Ok(match last {
        None => RecordWrite::Create { record, limit: None },
        Some(last) => RecordWrite::Update { record, from: last.revision },
    })
}
