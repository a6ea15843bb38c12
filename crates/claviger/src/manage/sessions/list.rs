//! Where a person is signed in.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Thing, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::{AccountId, UserId};
use claviger_core::people::{Member, Session};
use claviger_core::store::{RecordKind, RecordsOf, Standing};
use std::cmp::Reverse;

/// Most sessions that are shown.
const MAX_SHOWN: usize = 200;

/// A session as it is shown.
#[derive(Debug, Clone)]
pub struct SessionView {
    /// The session.
    pub session: Session,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The live sessions of the caller, or of a member of this account, the latest first.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if `of` is no member of this account.
pub async fn list(
    authority: &Authority,
    caller: &Caller,
    of: Option<UserId>,
) -> Result<Vec<SessionView>, ManageError> {
    let own = of.is_none() || of == caller.person();
    let operation = if own { Operation::SessionList } else { Operation::MemberSessionList };
    let work = async {
        let whose = match of.or_else(|| caller.person()) {
            Some(user) if own => user,
            Some(user) => member_of(authority, caller.account, user).await?.user,
            None => return Err(ManageError::NotFound(Thing::Person)),
        };
        let of = RecordsOf::Owner(whose.as_u64());
        let records = read(authority, move |store| store.records(RecordKind::Session, of, None, MAX_SHOWN));
        let now = authority.now();
        let live = records.await?.into_iter().filter(|record| record.is_live(now));
        let mut views = live.map(|record| view(Session::try_from(&record)?, caller));
        let mut views: Vec<SessionView> = views.by_ref().collect::<Result<_, ManageError>>()?;
        views.sort_by_key(|view| Reverse((view.session.created_at, view.session.id)));
        Ok(views)
    };
    guarded(authority, caller, operation, Target::Account, work).await
}

fn view(session: Session, caller: &Caller) -> Result<SessionView, ManageError> {
    let current = own_session(caller) == Some(session.id.as_u64());
    Ok(SessionView { session, current })
}

/// The session the caller was recognised by.
pub(super) const fn own_session(caller: &Caller) -> Option<u64> {
    match caller.by {
        Some(Standing::Session { session, .. }) => Some(session.as_u64()),
        _ => None,
    }
}

/// The place of this person in the account.
pub(super) async fn member_of(
    authority: &Authority,
    account: AccountId,
    user: UserId,
) -> Result<Member, ManageError> {
    let handle = Member::handle(user, account);
    let found = read(authority, move |store| store.record_by_handle(RecordKind::Member, &handle)).await?;
    Ok(Member::try_from(&found.ok_or(ManageError::NotFound(Thing::Person))?)?)
}
