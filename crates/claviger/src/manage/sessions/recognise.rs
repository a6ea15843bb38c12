//! A browser that comes back.

use super::super::read::read;
use super::super::{Caller, ManageError, Reach};
use super::begin::limits;
use super::person::{accounts_of, acting};
use super::{Place, SessionToken};
use crate::authority::Authority;
use claviger_core::account::AccountRecord;
use claviger_core::people::{Member, Session, User};
use claviger_core::principal::Principal;
use claviger_core::role::Role;
use claviger_core::store::{Item, Record, RecordKind, RecordsOf, Standing, Store, StoreError};
use claviger_core::time::Timestamp;
use claviger_core::token::TokenDigest;

/// Most places of one person.
const MAX_PLACES: usize = 200;

/// Somebody who is signed in, and what they look at.
#[derive(Debug, Clone)]
pub struct Signed {
    /// For the use cases.
    pub caller: Caller,
    /// The person.
    pub user: User,
    /// The session.
    pub session: Session,
    /// The account that is looked at.
    pub account: AccountRecord,
    /// The person's place in it.
    pub member: Member,
    /// All accounts the person has a place in, with the roles, in the order in which they came.
    pub accounts: Vec<(AccountRecord, Role)>,
}

/// What is on record behind a token.
struct Found {
    session: Record,
    user: Record,
    places: Vec<Record>,
    accounts: Vec<AccountRecord>,
}

/// Recognises a session by its token, and remembers that it is used. `None` is nobody: malformed, unknown,
/// ended, or of somebody who has no place any more; nobody is told which.
///
/// # Errors
/// [`ManageError::Unavailable`], [`ManageError::Internal`].
pub async fn recognise(
    authority: &Authority,
    token: &str,
    place: &Place,
) -> Result<Option<Signed>, ManageError> {
    let Some(signed) = watch(authority, token, place).await? else { return Ok(None) };
    if let Some(expires_at) = limits(authority).prolonged(&signed.session, authority.now()) {
        // Nobody waits for it: a use that is not remembered costs a minute of the idle time.
        let (kind, id) = (RecordKind::Session, signed.session.id.as_u64());
        authority.lane().submit_unwatched(Item::Prolong { kind, id, expires_at });
    }
    Ok(Some(signed))
}

/// The same for what a page does by itself while nobody touches it: that is no use, and keeps no session from
/// going idle.
///
/// # Errors
/// As [`recognise`].
pub async fn watch(authority: &Authority, token: &str, place: &Place) -> Result<Option<Signed>, ManageError> {
    let Some(digest) = SessionToken::parse(token).map(|token| token.digest()) else { return Ok(None) };
    let now = authority.now();
    let Some(found) = read(authority, move |store| look(store, digest, now)).await? else { return Ok(None) };
    signed(found, digest, place, now)
}

fn look(store: &dyn Store, digest: TokenDigest, now: Timestamp) -> Result<Option<Found>, StoreError> {
    let session = store.record_by_handle(RecordKind::Session, &digest.0)?;
    let Some(session) = session.filter(|session| session.is_live(now)) else { return Ok(None) };
    let Some(user) = store.record(RecordKind::User, session.owner)? else { return Ok(None) };
    let places = store.records(RecordKind::Member, RecordsOf::Owner(user.id), None, MAX_PLACES)?;
    let members = acting(&places).unwrap_or_default();
    let accounts = accounts_of(store, &members)?;
    Ok(Some(Found { session, user, places, accounts }))
}

fn signed(
    found: Found,
    digest: TokenDigest,
    place: &Place,
    now: Timestamp,
) -> Result<Option<Signed>, ManageError> {
    let session = Session::try_from(&found.session)?;
    // The look-up compared it already, in a time that may depend on where it differs.
    if !session.digest.same(&digest) {
        return Ok(None);
    }
    let user = User::try_from(&found.user)?;
    let places = acting(&found.places)?;
    let of = |member: &Member| found.accounts.iter().find(|account| account.id == member.account);
    let there: Vec<(&Member, &AccountRecord)> =
        places.iter().filter_map(|member| Some((member, of(member)?))).collect();
    // The account looked at last, if there is still a place in it.
    let last = there.iter().find(|(member, _)| Some(member.account) == session.account);
    let Some((member, account)) = last.or(there.first()).copied() else { return Ok(None) };
    Ok(Some(Signed {
        caller: caller(&session, member, place, now),
        accounts: there.iter().map(|(member, account)| ((*account).clone(), member.role)).collect(),
        account: account.clone(),
        member: *member,
        user,
        session,
    }))
}

fn caller(session: &Session, member: &Member, place: &Place, now: Timestamp) -> Caller {
    let by = Standing::Session {
        user: session.user,
        session: session.id,
        member: member.id,
        member_revision: member.revision,
    };
    Caller {
        by: Some(by),
        account: member.account,
        role: member.role,
        reach: Reach::of(member.role, Some(Principal::User(session.user))),
        proven: session.is_proven(now),
        source: place.source,
        client: place.client,
        asked: None,
    }
}
