//! Sessions are ended.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::list::{member_of, own_session};
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::{SessionId, UserId};
use claviger_core::store::{Change, Conflict, Record, RecordKind, RecordWrite, RecordsOf};

/// How often it is tried if the session keeps getting another token.
const TRIES: usize = 4;
/// Most sessions that are counted before they end.
const MAX_COUNTED: usize = 1_000;

/// Ends one session: of the caller, or of a member of this account whom the caller has a say over. What was
/// begun with it is not written any more.
///
/// # Errors
/// [`ManageError`].
pub async fn end(authority: &Authority, caller: &Caller, id: SessionId) -> Result<(), ManageError> {
    let found = live(authority, id).await?;
    let whose = found.as_ref().map(|record| UserId::from_u64(record.owner));
    let own = caller.person().is_some() && (whose.is_none() || whose == caller.person());
    let operation = if own { Operation::SessionEnd } else { Operation::MemberSessionEnd };
    let work = async {
        let whose = whose.ok_or(ManageError::NotFound(Thing::Session))?;
        if !own {
            let member = member_of(authority, caller.account, whose).await;
            let role = member.map_err(|_| ManageError::NotFound(Thing::Session))?.role;
            if !caller.role.may_appoint(role) {
                return Err(ManageError::AboveOwnRole { own: caller.role, other: role });
            }
            // Whoever is in another account, too, is not kept out of that one from here.
            let of = RecordsOf::Owner(whose.as_u64());
            let places = read(authority, move |store| store.records(RecordKind::Member, of, None, 2)).await?;
            if places.iter().any(|place| place.account != Some(caller.account)) {
                return Err(ManageError::ElsewhereToo);
            }
        }
        let words = format!("ended a session of {whose}");
        remove(authority, caller, (id, whose), Action::SessionEnd, &words).await
    };
    let target = Target::Record(RecordKind::Session, id.as_u64());
    guarded(authority, caller, operation, target, work).await
}

/// Removes a session, whatever token it has by then. What stops being there on the way was ended by somebody
/// else.
pub(super) async fn remove(
    authority: &Authority,
    caller: &Caller,
    (id, owner): (SessionId, UserId),
    action: Action,
    words: &str,
) -> Result<(), ManageError> {
    let kind = RecordKind::Session;
    for _ in 0..TRIES {
        let found = live(authority, id).await?.filter(|record| record.owner == owner.as_u64());
        let from = found.ok_or(ManageError::NotFound(Thing::Session))?.revision;
        let entry = entry::act(caller, action, Target::Record(kind, id.as_u64()), 0, words);
        let change = Change::Records(vec![RecordWrite::Remove { kind, id: id.as_u64(), from }]);
        match authority.commit_change(caller.mutation(change, entry, &())).await {
            Ok(_) => return Ok(()),
            Err(ChangeError::Conflict(Conflict::Revision)) => {}
            Err(error) => return Err(ManageError::from_change(error, Thing::Session)),
        }
    }
    Err(ManageError::Changed)
}

/// Ends all sessions of the caller but the one that asks. Gives how many there were.
///
/// # Errors
/// [`ManageError`].
pub async fn end_others(authority: &Authority, caller: &Caller) -> Result<u32, ManageError> {
    let owner = caller.person().map_or(0, UserId::as_u64);
    let target = Target::Record(RecordKind::User, owner);
    let work = async {
        let except = own_session(caller);
        let of = RecordsOf::Owner(owner);
        let found = read(authority, move |store| store.records(RecordKind::Session, of, None, MAX_COUNTED));
        let now = authority.now();
        let others = found.await?.into_iter().filter(|one| one.is_live(now) && Some(one.id) != except);
        let count = u32::try_from(others.count()).unwrap_or(u32::MAX);
        let words = format!("ended {count} other sessions");
        let entry = entry::act(caller, Action::SessionEndOthers, target, 0, &words);
        let write = RecordWrite::RemoveOwned { kind: RecordKind::Session, owner, except };
        let change = Change::Records(vec![write]);
        let written = authority.commit_change(caller.mutation(change, entry, &count)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Session))?;
        Ok(count)
    };
    guarded(authority, caller, Operation::SessionEndOthers, target, work).await
}

async fn live(authority: &Authority, id: SessionId) -> Result<Option<Record>, ManageError> {
    let found = read(authority, move |store| store.record(RecordKind::Session, id.as_u64())).await?;
    let now = authority.now();
    Ok(found.filter(|record| record.is_live(now)))
}
