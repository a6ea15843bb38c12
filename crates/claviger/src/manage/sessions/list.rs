//! Where a person is signed in.
//!
//! A session is a person's, whichever account it looks at, and the person sees all of theirs. To an account only those are
//! shown that look at it: in which other accounts its members are, from where and when, is not for its admins and auditors.

use super::super::people::{looks_at, places};
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

/// The live sessions of the caller, or those of a member that look at this account, the latest first.
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
        let found = read(authority, move |store| {
            Ok((store.records(RecordKind::Session, of, None, MAX_SHOWN)?, places(store, whose)?))
        });
        let (records, places) = found.await?;
        let now = authority.now();
        let live = records.into_iter().filter(|record| record.is_live(now));
        let views = live.map(|record| view(Session::try_from(&record)?, caller));
        let mut views: Vec<SessionView> = views.collect::<Result<_, ManageError>>()?;
        views.retain(|view| own || looks_at(&view.session, &places) == Some(caller.account));
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
pub(in super::super) const fn own_session(caller: &Caller) -> Option<u64> {
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
