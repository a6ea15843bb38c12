//! A link is used: somebody becomes a member.
//!
//! # Order of writes
//! One transaction: the link goes, and person, place and session come about. Of two who use a link at once
//! one gets in, since it is there for one of them only.

use super::super::people::TRIES;
use super::super::read::read;
use super::super::sessions::begin::{begun, created};
use super::super::sessions::{NewSession, Place};
use super::super::people::removal;
use super::super::{Caller, ManageError, Thing, entry};
use super::{InvitationToken, Leads, Open, open};
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Target};
use claviger_core::id::{AccountId, MemberId, UserId};
use claviger_core::people::{Login, Member, PasswordHash, Purpose, User};
use claviger_core::role::Role;
use claviger_core::store::{
    Change, Conflict, Mutation, RecordKind, RecordLimit, RecordScope, RecordWrite,
};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use claviger_seal::password::{self, Judgement};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// How long to wait if too many passwords are being hashed, in seconds.
const BUSY_SECS: u32 = 2;

/// Whoever comes with a link, as they introduce themselves. Has no `Debug`.
pub struct Newcomer {
    /// What to sign in as.
    pub login: Login,
    /// What to be called.
    pub name: Name,
    /// The password.
    pub password: Zeroizing<String>,
}

/// Why a link let nobody in. No variant holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcceptError {
    /// Unknown, malformed, used, taken back or expired: nobody is told which.
    #[error("this link does not work: it was used, taken back, has expired, or was not copied whole")]
    Gone,
    /// Somebody has the login.
    #[error("the login is in use; choose another one")]
    LoginTaken,
    /// The person is a member of this account.
    #[error("you are a member of this account already")]
    MemberAlready,
    /// The password is not good enough.
    #[error("{}", .0.words)]
    Weak(Judgement),
    /// A second factor is wanted, and none was given.
    #[error("a code of the second factor is wanted")]
    FactorWanted,
    /// The code is wrong.
    #[error("this code is not right; check what you typed and try again")]
    WrongFactor,
    /// Too many tries from there, or too many people at once.
    #[error("too many tries; wait {wait_secs} seconds")]
    Throttled {
        /// How long to wait, in seconds.
        wait_secs: u32,
    },
    /// As of any other request.
    #[error(transparent)]
    Manage(#[from] ManageError),
}

/// Makes whoever has the link a member, and signs them in: person, place and session come about and the
/// link goes, in one transaction. For invitations and the first owner's link.
///
/// # Errors
/// [`AcceptError`].
pub async fn accept(
    authority: &Authority,
    token: &str,
    newcomer: Newcomer,
    place: &Place,
) -> Result<NewSession, AcceptError> {
    let open = leads_in(authority, token).await?;
    let known = [newcomer.login.as_str(), newcomer.name.as_str(), open.account.name.as_str()];
    let judged = password::judge(&newcomer.password, &known, false);
    if !judged.ok {
        return Err(AcceptError::Weak(judged));
    }
    let hash = hashed(authority, &newcomer.password).await?;
    for _ in 0..TRIES {
        match come(authority, &open, &newcomer, hash.clone(), place).await {
            // An id that was drawn is in use.
            Err(AcceptError::Manage(ManageError::Changed)) => {}
            other => return other,
        }
    }
    Err(ManageError::Internal.into())
}

/// A link that leads into an account, and works.
pub(super) async fn leads_in(authority: &Authority, token: &str) -> Result<Open, AcceptError> {
    let token = InvitationToken::parse(token).ok_or(AcceptError::Gone)?;
    let now = authority.now();
    let open = read(authority, move |store| open(store, &token, now)).await?;
    open.filter(|open| matches!(open.leads, Leads::In { .. })).ok_or(AcceptError::Gone)
}

/// Hashes a new password.
pub(in super::super) async fn hashed(
    authority: &Authority,
    password: &Zeroizing<String>,
) -> Result<PasswordHash, AcceptError> {
    let password = password.clone();
    let hash = authority.hashing.run(move |cost| password::hash(&password, cost, &mut OsEntropy)).await;
    let hash = hash.ok_or(AcceptError::Throttled { wait_secs: BUSY_SECS })?;
    hash.map_err(|error| {
        tracing::error!(%error, "a password could not be hashed");
        ManageError::Internal.into()
    })
}

async fn come(
    authority: &Authority,
    open: &Open,
    newcomer: &Newcomer,
    hash: PasswordHash,
    place: &Place,
) -> Result<NewSession, AcceptError> {
    let (now, account, role) = (authority.now(), open.account.id, role_of(open));
    let user = person(newcomer, hash, now)?;
    let member = new_member(user.id, account, role, now)?;
    let new = begun(authority, user, account, place)?;
    let user = RecordWrite::Create { record: record(&new.user)?, limit: people(authority, open) };
    let session = created(&new)?;
    let writes = vec![removal(&open.link), user, placed(authority, &member)?, session];
    let words = format!("\"{}\" ({}) joined; role {role}", new.user.login, new.user.id);
    let target = Target::Record(RecordKind::Member, member.id.as_u64());
    let entry = as_person(new.user.id, account, place, Action::InvitationAccept, target, &words);
    match authority.commit_change(Mutation::new(Change::Records(writes), entry)).await {
        Ok(_) => Ok(new),
        Err(ChangeError::Conflict(Conflict::NameTaken)) => Err(AcceptError::LoginTaken),
        Err(ChangeError::Conflict(Conflict::LimitReached(_))) if is_first(open) => Err(AcceptError::Gone),
        Err(ChangeError::Conflict(Conflict::Missing | Conflict::Revision)) => Err(AcceptError::Gone),
        Err(error) => Err(ManageError::from_change(error, Thing::Member).into()),
    }
}

fn record(user: &User) -> Result<claviger_core::store::Record, ManageError> {
    Ok(user.record()?)
}

/// The first owner's link is for the first person of all.
fn people(authority: &Authority, open: &Open) -> Option<RecordLimit> {
    let most = if is_first(open) { 1 } else { authority.limits().people };
    Some(RecordLimit { scope: RecordScope::Kind, most })
}

const fn is_first(open: &Open) -> bool {
    matches!(open.link.purpose, Purpose::FirstOwner { .. })
}

pub(super) const fn role_of(open: &Open) -> Role {
    match open.leads {
        Leads::In { role } => role,
        Leads::Back { .. } => Role::Viewer,
    }
}

fn person(newcomer: &Newcomer, hash: PasswordHash, now: Timestamp) -> Result<User, ManageError> {
    Ok(User {
        id: UserId::random(&mut OsEntropy)?,
        login: newcomer.login.clone(),
        name: newcomer.name.clone(),
        password: Some(hash),
        password_long: password::is_long(&newcomer.password),
        password_changed_at: Some(now),
        totp: None,
        totp_last_step: None,
        recovery: Vec::new(),
        help_read: BTreeMap::new(),
        revision: 1,
        created_at: now,
    })
}

/// A place, on no record yet.
pub(super) fn new_member(
    user: UserId,
    account: AccountId,
    role: Role,
    now: Timestamp,
) -> Result<Member, ManageError> {
    let id = MemberId::random(&mut OsEntropy)?;
    Ok(Member { id, user, account, role, leaving: false, heir: None, revision: 1, created_at: now })
}

/// The write that puts a place on record.
pub(super) fn placed(authority: &Authority, member: &Member) -> Result<RecordWrite, ManageError> {
    let most = authority.limits().members_per_account;
    let limit = Some(RecordLimit { scope: RecordScope::Account, most });
    Ok(RecordWrite::Create { record: member.record()?, limit })
}

/// The entry of what a person does before there is a session.
pub(in super::super) fn as_person(
    user: UserId,
    account: AccountId,
    place: &Place,
    action: Action,
    target: Target,
    words: &str,
) -> EntryDraft {
    let caller =
        Caller { source: place.source, client: place.client.clone(), ..Caller::system(account) };
    EntryDraft { actor: Actor::User(user), ..entry::act(&caller, action, target, 1, words) }
}
