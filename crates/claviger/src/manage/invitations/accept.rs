//! A link is used: somebody becomes a member.
//!
//! # Order of writes
//! One transaction: the link goes, and person, place and session come about. Of two who use a link at once
//! one gets in, since it is there for one of them only.

use super::super::factors::FactorError;
use super::super::factors::password::{NewPassword, accepted};
use super::super::people::removal;
use super::super::read::read;
use super::super::sessions::begin::{begun, created};
use super::super::sessions::person::person_act;
use super::super::sessions::{NewSession, Place};
use super::super::{ManageError, Thing};
use super::{InvitationToken, Leads, Open, open};
use crate::authority::Authority;
use crate::change::ChangeError;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::{AccountId, MemberId, UserId};
use claviger_core::people::{Login, Member, Purpose, User};
use claviger_core::role::Role;
use claviger_core::store::{Change, Conflict, Mutation, RecordKind, RecordLimit, RecordScope, RecordWrite};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use claviger_seal::password::Judgement;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

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
    let (open, role) = leads_in(authority, token).await?;
    let known = [newcomer.login.as_str(), newcomer.name.as_str(), open.account.name.as_str()];
    let password = accepted(authority, &newcomer.password, &known, false).await?;
    let (now, account) = (authority.now(), open.account.id);
    let user = person(&newcomer, password, now)?;
    let member = new_member(user.id, account, role, now)?;
    let new = begun(authority, user, account, place)?;
    let record = new.user.record().map_err(ManageError::from)?;
    let user = RecordWrite::Create { record, limit: people(authority, &open) };
    let writes = vec![removal(&open.link), user, placed(authority, &member)?, created(&new)?];
    let words = format!("\"{}\" ({}) joined; role {role}", new.user.login, new.user.id);
    let target = Target::Record(RecordKind::Member, member.id.as_u64());
    let entry = person_act((new.user.id, account), place, Action::InvitationAccept, target, &words);
    match authority.commit_change(Mutation::new(Change::Records(writes), entry)).await {
        Ok(_) => Ok(new),
        Err(ChangeError::Conflict(Conflict::NameTaken)) => Err(AcceptError::LoginTaken),
        Err(ChangeError::Conflict(Conflict::LimitReached(_))) if is_first(&open) => Err(AcceptError::Gone),
        Err(ChangeError::Conflict(Conflict::Missing | Conflict::Revision)) => Err(AcceptError::Gone),
        Err(error) => Err(ManageError::from_change(error, Thing::Member).into()),
    }
}

/// A link that leads into an account and works, and the role it gives.
pub(super) async fn leads_in(authority: &Authority, token: &str) -> Result<(Open, Role), AcceptError> {
    let token = InvitationToken::parse(token).ok_or(AcceptError::Gone)?;
    let now = authority.now();
    let open = read(authority, move |store| open(store, &token, now)).await?.ok_or(AcceptError::Gone)?;
    match open.leads {
        Leads::In { role } => Ok((open, role)),
        Leads::Back { .. } => Err(AcceptError::Gone),
    }
}

/// The first owner's link is for the first person of all.
fn people(authority: &Authority, open: &Open) -> Option<RecordLimit> {
    let most = if is_first(open) { 1 } else { authority.limits().people };
    Some(RecordLimit { scope: RecordScope::Kind, most })
}

const fn is_first(open: &Open) -> bool {
    matches!(open.link.purpose, Purpose::FirstOwner { .. })
}

fn person(newcomer: &Newcomer, password: NewPassword, now: Timestamp) -> Result<User, ManageError> {
    let mut user = User {
        id: UserId::random(&mut OsEntropy)?,
        login: newcomer.login.clone(),
        name: newcomer.name.clone(),
        password: None,
        password_long: false,
        password_changed_at: None,
        totp: None,
        totp_last_step: None,
        recovery: Vec::new(),
        help_read: BTreeMap::new(),
        revision: 1,
        created_at: now,
    };
    password.set(&mut user, now);
    Ok(user)
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

impl From<FactorError> for AcceptError {
    fn from(error: FactorError) -> Self {
        match error {
            FactorError::Weak(judgement) => AcceptError::Weak(judgement),
            FactorError::Throttled { wait_secs } => AcceptError::Throttled { wait_secs },
            FactorError::Wrong | FactorError::Passkey(_) => AcceptError::WrongFactor,
            FactorError::Manage(error) => AcceptError::Manage(error),
            FactorError::Stale | FactorError::LastFactor => AcceptError::Manage(ManageError::Changed),
        }
    }
}
