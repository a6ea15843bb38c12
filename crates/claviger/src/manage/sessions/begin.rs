//! Sessions that are made, and those that get another token.

use super::super::ManageError;
use super::{NewSession, Place, SessionToken};
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::id::{AccountId, SessionId};
use claviger_core::people::{RecordError, Session, SessionLimits, User};
use claviger_core::store::RecordWrite;
use claviger_core::time::Timestamp;

impl From<RecordError> for ManageError {
    fn from(error: RecordError) -> Self {
        tracing::error!(%error, "a record of people");
        ManageError::Internal
    }
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
        client: place.client.clone(),
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
