//! Reads of people, for the use cases.

use super::{Caller, ManageError, Thing};
use claviger_core::id::{AccountId, MemberId, UserId};
use claviger_core::people::{Invitation, Member, RecordError, Session, User};
use claviger_core::role::{Need, Role};
use claviger_core::store::{Record, RecordKind, RecordWrite, RecordsOf, Store, StoreError};
use claviger_core::time::Timestamp;

/// Records read at once.
const BATCH: usize = 200;

/// How often a change of records is tried if others keep changing what it rests on.
pub(super) const TRIES: usize = 4;

/// What a record says.
pub(crate) fn parsed<T>(record: &Record) -> Result<T, StoreError>
where
    T: for<'a> TryFrom<&'a Record, Error = RecordError>,
{
    T::try_from(record).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Every record of a kind that is meant, in the order of their creation.
pub(super) fn all<T>(store: &dyn Store, kind: RecordKind, of: RecordsOf) -> Result<Vec<T>, StoreError>
where
    T: for<'a> TryFrom<&'a Record, Error = RecordError>,
{
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let batch = store.records(kind, of, after, BATCH)?;
        for record in &batch {
            found.push(parsed(record)?);
        }
        if batch.len() < BATCH {
            return Ok(found);
        }
        after = batch.last().map(|record| record.id);
    }
}

/// The person with this id.
pub(super) fn user(store: &dyn Store, id: UserId) -> Result<Option<User>, StoreError> {
    store.record(RecordKind::User, id.as_u64())?.as_ref().map(parsed).transpose()
}

/// The member with this id, of whatever account.
pub(super) fn member(store: &dyn Store, id: MemberId) -> Result<Option<Member>, StoreError> {
    store.record(RecordKind::Member, id.as_u64())?.as_ref().map(parsed).transpose()
}

/// A person's place in an account.
pub(super) fn place_of(
    store: &dyn Store,
    user: UserId,
    account: AccountId,
) -> Result<Option<Member>, StoreError> {
    let handle = Member::handle(user, account);
    store.record_by_handle(RecordKind::Member, &handle)?.as_ref().map(parsed).transpose()
}

/// Every place a person has, those being left among them.
pub(super) fn places(store: &dyn Store, user: UserId) -> Result<Vec<Member>, StoreError> {
    all(store, RecordKind::Member, RecordsOf::Owner(user.as_u64()))
}

/// The members of an account, those who are leaving among them.
pub(super) fn members(store: &dyn Store, account: AccountId) -> Result<Vec<Member>, StoreError> {
    all(store, RecordKind::Member, RecordsOf::Account(account))
}

/// Whether keys of the account can belong to this person: a member who may look after them, and stays.
pub(super) fn may_hold_keys(store: &dyn Store, user: UserId, account: AccountId) -> Result<bool, StoreError> {
    let place = place_of(store, user, account)?;
    Ok(place.is_some_and(|place| !place.leaving && place.role.may(Need::WriteKeys)))
}

/// What an owner's going or lowering rests on: that another one stays.
pub(super) fn another_owner(store: &dyn Store, than: &Member) -> Result<Option<RecordWrite>, StoreError> {
    let stays = |other: &Member| other.id != than.id && other.role == Role::Owner && !other.leaving;
    Ok(members(store, than.account)?.iter().find(|other| stays(other)).map(at_this_revision))
}

/// Requires that a member is as it was read.
pub(super) fn at_this_revision(member: &Member) -> RecordWrite {
    RecordWrite::Require { kind: RecordKind::Member, id: member.id.as_u64(), revision: member.revision }
}

/// The links of an account that still work.
pub(super) fn links(
    store: &dyn Store,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<Invitation>, StoreError> {
    let mut links: Vec<Invitation> = all(store, RecordKind::Invitation, RecordsOf::Account(account))?;
    links.retain(|link| now < link.expires_at);
    Ok(links)
}

/// Takes a link away.
pub(super) fn removal(link: &Invitation) -> RecordWrite {
    RecordWrite::Remove { kind: RecordKind::Invitation, id: link.id.as_u64(), from: link.revision }
}

/// The account a session looks at: the one it looked at last, if the person has a place there still, else the first of
/// their places. None if nothing can be done from any.
pub(super) fn looks_at(session: &Session, places: &[Member]) -> Option<AccountId> {
    let acting = || places.iter().filter(|place| !place.leaving);
    let last = acting().find(|place| Some(place.account) == session.account);
    last.or(acting().next()).map(|place| place.account)
}

/// Nobody has a say over members above them.
pub(super) fn has_say(caller: &Caller, other: Role) -> Result<(), ManageError> {
    if caller.role.may_appoint(other) {
        return Ok(());
    }
    Err(ManageError::AboveOwnPlace { own: caller.role, other })
}

/// The member, if it is one of the caller's account.
pub(super) fn of_account(caller: &Caller, member: Option<Member>) -> Result<Member, ManageError> {
    member.filter(|member| member.account == caller.account).ok_or(ManageError::NotFound(Thing::Member))
}
