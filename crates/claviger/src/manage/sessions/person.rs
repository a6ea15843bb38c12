//! People as the store has them.

use super::super::read::read;
use super::super::{ManageError, entry};
use super::{Place, SignInError};
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::account::AccountRecord;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Target};
use claviger_core::id::{AccountId, UserId};
use claviger_core::people::{Login, Member, RecordError, User};
use claviger_core::store::{Record, RecordKind, RecordsOf, Store, StoreError};

/// Most places of one person that are looked at.
const MAX_PLACES: usize = 200;

/// A person, with the places in accounts they can act from, in the order in which they came.
pub(in super::super) struct Person {
    pub(in super::super) user: User,
    pub(in super::super) places: Vec<Member>,
}

impl Person {
    /// The account that is looked at first.
    pub(in super::super) fn first_account(&self) -> Option<AccountId> {
        self.places.first().map(|place| place.account)
    }
}

/// Whoever has this login. As many look-ups are made for nobody as for somebody.
pub(in super::super) async fn by_login(
    authority: &Authority,
    login: Option<Login>,
) -> Result<Option<Person>, ManageError> {
    let found = read(authority, move |store| {
        let handle = login.as_ref().map_or(&b""[..], |login| login.as_str().as_bytes());
        let user = store.record_by_handle(RecordKind::User, handle)?;
        with_places(store, user)
    });
    Ok(found.await?.map(person).transpose()?)
}

/// The person with this id.
pub(in super::super) async fn by_id(
    authority: &Authority,
    id: UserId,
) -> Result<Option<Person>, ManageError> {
    let found = read(authority, move |store| {
        let user = store.record(RecordKind::User, id.as_u64())?;
        with_places(store, user)
    });
    Ok(found.await?.map(person).transpose()?)
}

fn with_places(store: &dyn Store, user: Option<Record>) -> Result<Option<(Record, Vec<Record>)>, StoreError> {
    let owner = user.as_ref().map_or(0, |user| user.id);
    let places = store.records(RecordKind::Member, RecordsOf::Owner(owner), None, MAX_PLACES)?;
    Ok(user.map(|user| (user, places)))
}

fn person((user, places): (Record, Vec<Record>)) -> Result<Person, RecordError> {
    Ok(Person { user: User::try_from(&user)?, places: acting(&places)? })
}

/// Those of the places that something can be done from.
pub(super) fn acting(places: &[Record]) -> Result<Vec<Member>, RecordError> {
    let members = places.iter().map(Member::try_from).collect::<Result<Vec<Member>, _>>()?;
    Ok(members.into_iter().filter(|member| !member.leaving).collect())
}

/// The accounts of these places, as far as they are there.
pub(super) fn accounts_of(store: &dyn Store, places: &[Member]) -> Result<Vec<AccountRecord>, StoreError> {
    let accounts = places.iter().map(|place| store.account(place.account));
    Ok(accounts.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// How many passkeys somebody has.
pub(in super::super) async fn passkeys_of(
    authority: &Authority,
    user: UserId,
) -> Result<Vec<Record>, ManageError> {
    let of = RecordsOf::Owner(user.as_u64());
    read(authority, move |store| store.records(RecordKind::Passkey, of, None, MAX_PLACES)).await
}

/// The entry of what a person did who is not signed in: by them, in the account they came to.
pub(in super::super) fn person_act(
    (user, account): (UserId, AccountId),
    place: &Place,
    action: Action,
    target: Target,
    words: &str,
) -> EntryDraft {
    EntryDraft {
        actor: Actor::User(user),
        source: place.source,
        client: place.client,
        ..entry::host_act(account, action, target, words)
    }
}

impl From<ManageError> for SignInError {
    fn from(error: ManageError) -> Self {
        match error {
            ManageError::Unavailable => SignInError::Unavailable,
            ManageError::Internal => SignInError::Internal,
            // Whatever it rested on has changed since.
            _ => SignInError::Stale,
        }
    }
}

impl From<ChangeError> for SignInError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Conflict(_) => SignInError::Stale,
            ChangeError::Unavailable => SignInError::Unavailable,
        }
    }
}

impl From<RecordError> for SignInError {
    fn from(error: RecordError) -> Self {
        ManageError::from(error).into()
    }
}
