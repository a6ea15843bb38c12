//! The members of an account.

use super::super::page::bounded;
use super::super::people::{all, looks_at, member, members, of_account, parsed, places, user};
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Page, Thing, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::{MemberId, UserId};
use claviger_core::key::KeyState;
use claviger_core::people::{Login, Member, Session};
use claviger_core::store::{RecordKind, RecordsOf, Store, StoreError};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use std::collections::HashMap;

/// A member as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberView {
    /// The place in the account.
    pub member: Member,
    /// What the person is called.
    pub name: Name,
    /// What the person signs in as.
    pub login: Login,
    /// Whether there is a time-based code.
    pub has_totp: bool,
    /// How many passkeys there are.
    pub passkeys: usize,
    /// How many recovery codes are left.
    pub recovery_left: usize,
    /// How many keys of this account belong to the person, revoked ones aside.
    pub keys_held: usize,
    /// When a session of theirs that looks at this account was used last, to about a minute; none if no session is left to
    /// tell.
    pub last_seen: Option<Timestamp>,
    /// How many sessions look at this account. Where else somebody is signed in is not for this account to know.
    pub sessions: usize,
}

/// All members of the account, in the order in which they came.
///
/// # Errors
/// [`ManageError`].
pub async fn list(authority: &Authority, caller: &Caller) -> Result<Vec<MemberView>, ManageError> {
    let account = caller.account;
    let work = async {
        let found = read(authority, move |store| members(store, account)).await?;
        views(authority, caller, found).await
    };
    guarded(authority, caller, Operation::MemberList, Target::Account, work).await
}

/// A page of the members, in the order in which they came, after `after`.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if `after` is none of them.
pub async fn page(
    authority: &Authority,
    caller: &Caller,
    after: Option<MemberId>,
    limit: usize,
) -> Result<Page<MemberView, MemberId>, ManageError> {
    let (account, limit) = (caller.account, bounded(limit));
    let work = async {
        let found = read(authority, move |store| {
            if let Some(after) = after
                && member(store, after)?.is_none_or(|member| member.account != account)
            {
                return Ok(None);
            }
            let of = RecordsOf::Account(account);
            let records = store.records(RecordKind::Member, of, after.map(MemberId::as_u64), limit + 1)?;
            records.iter().map(parsed::<Member>).collect::<Result<Vec<_>, _>>().map(Some)
        });
        let found = found.await?.ok_or(ManageError::NotFound(Thing::Cursor))?;
        let Page { items, next } = Page::cut(found, limit, |member| member.id);
        Ok(Page { items: views(authority, caller, items).await?, next })
    };
    guarded(authority, caller, Operation::MemberList, Target::Account, work).await
}

/// One member.
///
/// # Errors
/// [`ManageError`].
pub async fn show(authority: &Authority, caller: &Caller, id: MemberId) -> Result<MemberView, ManageError> {
    let target = Target::Record(RecordKind::Member, id.as_u64());
    let work = async {
        let found = of_account(caller, read(authority, move |store| member(store, id)).await?)?;
        let view = views(authority, caller, vec![found]).await?.pop();
        view.ok_or(ManageError::NotFound(Thing::Member))
    };
    guarded(authority, caller, Operation::MemberShow, target, work).await
}

/// The person who is this member, for another operation on them.
///
/// # Errors
/// [`ManageError`].
pub async fn user_of(
    authority: &Authority,
    caller: &Caller,
    id: MemberId,
    operation: Operation,
) -> Result<UserId, ManageError> {
    let target = Target::Record(RecordKind::Member, id.as_u64());
    let work = async {
        let found = read(authority, move |store| member(store, id)).await?;
        Ok(of_account(caller, found)?.user)
    };
    guarded(authority, caller, operation, target, work).await
}

/// The members as they are shown; one whose person went meanwhile is left out.
async fn views(
    authority: &Authority,
    caller: &Caller,
    members: Vec<Member>,
) -> Result<Vec<MemberView>, ManageError> {
    let mut held: HashMap<UserId, usize> = HashMap::new();
    for key in authority.directory.of(authority, caller.account).await?.within(caller).iter() {
        let owner = key.record.member.filter(|_| key.record.state != KeyState::Revoked);
        owner.into_iter().for_each(|owner| *held.entry(owner).or_default() += 1);
    }
    let (now, idle) = (authority.now(), i64::from(authority.limits().session_idle_secs));
    let views = read(authority, move |store| {
        let view = |member: Member| {
            let keys_held = held.get(&member.user).copied().unwrap_or_default();
            view(store, member, keys_held, (now, idle)).transpose()
        };
        members.into_iter().filter_map(view).collect::<Result<Vec<_>, _>>()
    });
    views.await
}

fn view(
    store: &dyn Store,
    member: Member,
    keys_held: usize,
    (now, idle_secs): (Timestamp, i64),
) -> Result<Option<MemberView>, StoreError> {
    let Some(user) = user(store, member.user)? else { return Ok(None) };
    let owner = RecordsOf::Owner(user.id.as_u64());
    let mut sessions: Vec<Session> = all(store, RecordKind::Session, owner)?;
    let places = places(store, user.id)?;
    sessions.retain(|session| session.is_live(now) && looks_at(session, &places) == Some(member.account));
    // A session ends so long after its last use, unless it ends before.
    let used = |session: &Session| session.expires_at.plus_secs(-idle_secs).max(session.created_at);
    Ok(Some(MemberView {
        member,
        name: user.name,
        login: user.login,
        has_totp: user.totp.is_some(),
        passkeys: store.records(RecordKind::Passkey, owner, None, usize::MAX)?.len(),
        recovery_left: user.recovery.len(),
        keys_held,
        last_seen: sessions.iter().map(used).max(),
        sessions: sessions.len(),
    }))
}
