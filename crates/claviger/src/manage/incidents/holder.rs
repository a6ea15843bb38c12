//! The person a leaked key belongs to: whether their sign-in is safe again.

use super::super::people::{all, looks_at, place_of, places, user};
use super::super::read::read;
use super::super::sessions::own_session;
use super::super::{Caller, ManageError, Operation};
use crate::authority::Authority;
use claviger_core::id::UserId;
use claviger_core::key::KeyRecord;
use claviger_core::people::Session;
use claviger_core::store::{RecordKind, RecordsOf, Store, StoreError};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;

/// Whom the key belongs to, as far as the caller may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holding {
    /// The account alone.
    Account,
    /// Somebody who is no member of the account any more, and cannot sign in to it.
    Gone(UserId),
    /// A member, of whom the caller may not know more.
    Untold(UserId),
    /// A member.
    Member(PersonStanding),
}

/// How safe a person's sign-in is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonStanding {
    /// Who.
    pub user: UserId,
    /// What they are called.
    pub name: Name,
    /// Whether it is who asks.
    pub is_caller: bool,
    /// When the password was set.
    pub password_changed_at: Option<Timestamp>,
    /// Sessions that are open but for the one that asks, and were begun before the last good moment.
    pub sessions_before: usize,
    /// Sessions that are open but for the one that asks.
    pub sessions_open: usize,
}

impl PersonStanding {
    /// Whether the password is another one than it was at the moment.
    #[must_use]
    pub fn password_changed_since(&self, since: Timestamp) -> bool {
        self.password_changed_at.is_some_and(|at| at >= since)
    }
}

pub(super) async fn holding(
    authority: &Authority,
    caller: &Caller,
    key: &KeyRecord,
    since: Timestamp,
) -> Result<Holding, ManageError> {
    let Some(id) = key.member else { return Ok(Holding::Account) };
    let is_caller = caller.person() == Some(id);
    let may_see = is_caller || Operation::MemberSessionList.allows(caller.role);
    let (account, now, own) = (caller.account, authority.now(), own_session(caller));
    let look = move |store: &dyn Store| -> Result<Holding, StoreError> {
        let place = place_of(store, id, account)?.filter(|place| !place.leaving);
        let person = user(store, id)?;
        let Some((person, _)) = person.zip(place) else { return Ok(Holding::Gone(id)) };
        if !may_see {
            return Ok(Holding::Untold(id));
        }
        let mut sessions: Vec<Session> = all(store, RecordKind::Session, RecordsOf::Owner(id.as_u64()))?;
        let places = places(store, id)?;
        // Where else a person is signed in is not for the admins of this account.
        sessions.retain(|session| {
            let is_told = is_caller || looks_at(session, &places) == Some(account);
            // The one that asks is whoever puts things right.
            now < session.expires_at && is_told && own != Some(session.id.as_u64())
        });
        Ok(Holding::Member(PersonStanding {
            user: id,
            name: person.name,
            is_caller,
            password_changed_at: person.password_changed_at,
            sessions_before: sessions.iter().filter(|session| session.created_at < since).count(),
            sessions_open: sessions.len(),
        }))
    };
    read(authority, look).await
}
