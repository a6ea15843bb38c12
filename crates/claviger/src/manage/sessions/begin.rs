//! Sessions that are made, and those that get another token.

use super::super::ManageError;
use super::super::read::read;
use super::person::{Person, person_act};
use super::proof::Proof;
use super::{NewSession, Place, SessionToken, SignInError};
use crate::authority::Authority;
use crate::gate::fold::Refused;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, Target};
use claviger_core::id::{AccountId, SessionId, UserId};
use claviger_core::people::{RecordError, Session, SessionLimits, User};
use claviger_core::reason::Reason;
use claviger_core::store::{Change, Mutation, Record, RecordKind, RecordWrite, RecordsOf};
use claviger_core::time::Timestamp;

/// Most sessions of one person looked at to make room.
const MAX_LOOKED_AT: usize = 1_000;
/// Most sessions ended to make room for one.
const MAX_ENDED: usize = 8;

impl From<RecordError> for ManageError {
    fn from(error: RecordError) -> Self {
        tracing::error!(%error, "a record of people");
        ManageError::Internal
    }
}

/// Signs a person in who has proved who they are: what was proved is used up, and the session begun, in one
/// change.
pub(super) async fn begin(
    authority: &Authority,
    proof: Proof,
    account: AccountId,
    place: &Place,
) -> Result<NewSession, SignInError> {
    let (action, words) = (proof.action(Action::SessionBegin), format!("signed in with {}", proof.words()));
    let (user, mut writes) = proof.writes()?;
    let new = begun(authority, user, account, place)?;
    writes.extend(room(authority, new.user.id).await?);
    writes.push(created(&new)?);
    let target = Target::Record(RecordKind::Session, new.session.id.as_u64());
    let entry = person_act((new.user.id, account), place, action, target, &words);
    authority.commit_change(Mutation::new(Change::Records(writes), entry)).await?;
    Ok(new)
}

/// A new session of a person who has just proved who they are, on no record yet.
pub(in super::super) fn begun(
    authority: &Authority,
    user: User,
    account: AccountId,
    place: &Place,
) -> Result<NewSession, ManageError> {
    let (now, token) = (authority.now(), SessionToken::random(&mut OsEntropy)?);
    let session = Session {
        id: SessionId::random(&mut OsEntropy)?,
        user: user.id,
        digest: token.digest(),
        account: Some(account),
        proof_at: Some(now),
        source: place.source,
        client: place.client,
        revision: 1,
        created_at: now,
        expires_at: limits(authority).expiry(now, now),
    };
    Ok(NewSession { session, token, user })
}

/// The write that puts a new session on record.
pub(in super::super) fn created(new: &NewSession) -> Result<RecordWrite, ManageError> {
    Ok(RecordWrite::Create { record: new.session.record()?, limit: None })
}

/// The writes that make room for one more session: those used least recently end. So nobody is kept out by
/// their own old sessions, nor by somebody else's.
async fn room(authority: &Authority, user: UserId) -> Result<Vec<RecordWrite>, ManageError> {
    let most = usize::try_from(authority.limits().sessions_per_person.max(1)).unwrap_or(usize::MAX);
    let (of, now) = (RecordsOf::Owner(user.as_u64()), authority.now());
    let found = read(authority, move |store| store.records(RecordKind::Session, of, None, MAX_LOOKED_AT));
    let mut live: Vec<_> = found.await?.into_iter().filter(|record| record.is_live(now)).collect();
    live.sort_unstable_by_key(|record| record.expires_at);
    let over = live.len().saturating_add(1).saturating_sub(most).min(MAX_ENDED);
    let end = |record: &Record| RecordWrite::Remove {
        kind: RecordKind::Session,
        id: record.id,
        from: record.revision,
    };
    Ok(live.iter().take(over).map(end).collect())
}

/// The same session with another token, and the write that makes the old one worthless. `proof_at` is the
/// proof just given, if one was.
pub(in super::super) fn rotated(
    authority: &Authority,
    session: &Session,
    user: User,
    proof_at: Option<Timestamp>,
) -> Result<(NewSession, RecordWrite), ManageError> {
    let (now, token) = (authority.now(), SessionToken::random(&mut OsEntropy)?);
    let from = session.revision;
    let session = Session {
        digest: token.digest(),
        proof_at: proof_at.or(session.proof_at),
        revision: from.saturating_add(1),
        expires_at: limits(authority).expiry(session.created_at, now).max(session.expires_at),
        ..session.clone()
    };
    let write = RecordWrite::Update { record: session.record()?, from };
    Ok((NewSession { session, token, user }, write))
}

/// How long sessions last here.
pub(super) fn limits(authority: &Authority) -> SessionLimits {
    let limits = authority.limits();
    SessionLimits {
        idle_secs: i64::from(limits.session_idle_secs),
        absolute_secs: i64::from(limits.session_secs),
    }
}

/// Folds a wrong try into the history of the account that the person would have come to.
pub(super) fn noted(authority: &Authority, person: &Person, place: &Place, reason: Reason) {
    let Some(account) = person.first_account() else { return };
    authority.fold_refusal(&Refused {
        account,
        actor: Actor::User(person.user.id),
        revision: 0,
        reason,
        source: place.source,
        action: Action::SignInFailed,
        client: &place.client,
    });
}
