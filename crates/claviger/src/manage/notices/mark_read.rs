//! A person has read the inbox.

use super::super::people::TRIES;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entropy::draw;
use claviger_core::entry::Target;
use claviger_core::id::NoticeId;
use claviger_core::notices::{Mark, SeenUpTo};
use claviger_core::store::{Change, Conflict, RecordKind, RecordWrite};

/// Everything in the inbox up to this notice is read; what came later, as while the page was open, is not.
///
/// # Errors
/// [`ManageError`].
pub async fn mark_read(authority: &Authority, caller: &Caller, up_to: NoticeId) -> Result<(), ManageError> {
    let work = async {
        let Some(user) = caller.person() else { return Err(ManageError::NotFound(Thing::Person)) };
        let found = read(authority, move |store| store.record(RecordKind::Notice, up_to.as_u64())).await?;
        let found = found.filter(|record| record.account == Some(caller.account));
        let found = found.ok_or(ManageError::NotFound(Thing::Notice))?;
        let (at, last, account) = (found.created_at, found.id, caller.account);
        for _ in 0..TRIES {
            match once(authority, caller, SeenUpTo { user, account, at, last, revision: 1 }).await {
                Err(ChangeError::Conflict(Conflict::Revision | Conflict::NameTaken | Conflict::Missing)) => {}
                other => return other.map_err(|error| ManageError::from_change(error, Thing::Notice)),
            }
        }
        Err(ManageError::Changed)
    };
    guarded(authority, caller, Operation::NoticeRead, Target::Account, work).await
}

async fn once(authority: &Authority, caller: &Caller, seen: SeenUpTo) -> Result<(), ChangeError> {
    let handle = SeenUpTo::handle(seen.user, seen.account);
    let found = read(authority, move |store| store.record_by_handle(RecordKind::Cursor, &handle)).await;
    let found = found.map_err(|_| ChangeError::Unavailable)?;
    let (id, from) = match found {
        Some(record) => (record.id, record.revision),
        None => (u64::from_le_bytes(draw(&mut OsEntropy).map_err(|_| ChangeError::Unavailable)?) >> 4, 0),
    };
    let record =
        Mark::Seen(seen).record(id, from + 1, authority.now()).map_err(|_| ChangeError::Unavailable)?;
    let write = if from == 0 {
        RecordWrite::Create { record, limit: None }
    } else {
        RecordWrite::Update { record, from }
    };
    let words = format!("up to {}", seen.at);
    let act = entry::act(caller, Action::NoticesRead, Target::Account, 0, &words);
    authority.commit_change(caller.mutation(Change::Records(vec![write]), act, &())).await.map(drop)
}
