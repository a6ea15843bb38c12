//! A key is left by the member it belongs to, who is being removed.

use super::super::people::may_hold_keys;
use super::super::read::read;
use super::super::{Caller, ManageError, Thing, entry, words};
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::{AccountId, KeyId, UserId};
use claviger_core::key::life::{Edit, LifeError, edit, release};
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::people::Member;
use claviger_core::store::{Change, Conflict, KeyRow, Mutation};
use claviger_core::time::Timestamp;

/// How often it is tried if others keep changing the key.
const TRIES: usize = 4;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Left {
    /// It is frozen, and the account's alone.
    Frozen,
    /// It belongs to somebody else.
    HandedOver,
}

/// Freezes a key of somebody who leaves, or hands it over to whoever was named for that, if they are still
/// somebody who may have it. None if it is not theirs any more, or revoked. Written whatever became of the
/// caller meanwhile.
pub(in super::super) async fn leave(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    leaving: &Member,
) -> Result<Option<Left>, ManageError> {
    let left = take(authority, caller, id, leaving.user, leaving.heir).await?;
    let heir = leaving.heir.filter(|_| left == Some(Left::HandedOver));
    match heir {
        Some(heir) => settle(authority, caller, id, heir).await.map(Some),
        None => Ok(left),
    }
}

/// After a key was given to a person: if they stopped being somebody who may have keys before that was
/// written, the key is frozen as it would have been had it been theirs then. So no key is left with somebody
/// who is gone, whichever came first.
pub(super) async fn settle(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    heir: UserId,
) -> Result<Left, ManageError> {
    if fit(authority, caller.account, heir).await? {
        return Ok(Left::HandedOver);
    }
    let left = take(authority, caller, id, heir, None).await?;
    Ok(left.unwrap_or(Left::Frozen))
}

/// Whether keys of the account can belong to this person.
pub(super) async fn fit(
    authority: &Authority,
    account: AccountId,
    user: UserId,
) -> Result<bool, ManageError> {
    read(authority, move |store| may_hold_keys(store, user, account)).await
}

async fn take(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    from: UserId,
    heir: Option<UserId>,
) -> Result<Option<Left>, ManageError> {
    for _ in 0..TRIES {
        let row = read(authority, move |store| store.key(id)).await?;
        let theirs = |row: &KeyRow| row.record.member == Some(from) && row.record.state != KeyState::Revoked;
        let Some(row) = row.filter(theirs) else { return Ok(None) };
        let heir = match heir {
            Some(heir) if fit(authority, caller.account, heir).await? => Some(heir),
            _ => None,
        };
        let (record, action, left) = next(&row.record, heir, authority.now())?;
        let words = words::edited(&row.record, &record, false);
        let entry = entry::act(caller, action, Target::Key(id), record.revision, &words);
        let old = row.record.revision;
        let change = Change::UpdateKey { row: Box::new(KeyRow { record, ..row }), from: old };
        match authority.commit_change(Mutation::new(change, entry)).await {
            Ok(_) => return Ok(Some(left)),
            Err(ChangeError::Conflict(Conflict::Revision)) => {}
            Err(error) => return Err(ManageError::from_change(error, Thing::Key)),
        }
    }
    Err(ManageError::Changed)
}

fn next(
    record: &KeyRecord,
    heir: Option<UserId>,
    now: Timestamp,
) -> Result<(KeyRecord, Action, Left), LifeError> {
    match heir {
        None => Ok((release(record, now)?, Action::KeyStep, Left::Frozen)),
        Some(heir) => {
            let given = Edit { member: Some(Some(heir)), ..Edit::default() };
            Ok((edit(record, given, now)?, Action::KeyHandOver, Left::HandedOver))
        }
    }
}
