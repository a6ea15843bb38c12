//! Who holds this token?

use super::super::{Caller, Reach};
use super::shown::stands;
use crate::authority::Authority;
use crate::gate::fold::Refused;
use claviger_core::action::Action;
use claviger_core::credential::AdminToken;
use claviger_core::entry::Actor;
use claviger_core::id::TokenId;
use claviger_core::reason::Reason;
use claviger_core::store::{Standing, Store, StoreError};
use claviger_core::text::{ClientName, Name};
use claviger_core::token::{TokenDigest, TokenRecord};
use std::net::IpAddr;
use std::sync::atomic::Ordering::Relaxed;

/// Nobody was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthenticateError {
    /// Malformed, unknown, expired or revoked: nobody is told which.
    #[error("this is not a token that works here")]
    Unknown,
    /// The store does not answer.
    #[error("the store does not answer")]
    Unavailable,
}

/// Recognises a token. Its digest is looked up and compared in constant time; expiry is judged by
/// the later of the clock and the latest time committed.
///
/// One that is known and works no more leaves a trace, folded per token and source, since it may be
/// in wrong hands; what nobody knows is only counted, so strangers cannot fill the log.
///
/// # Errors
/// [`AuthenticateError`].
pub async fn authenticate(
    authority: &Authority,
    token: &[u8],
    source: Option<IpAddr>,
    client: ClientName,
) -> Result<Caller, AuthenticateError> {
    let unknown = || {
        authority.stats().unknown_tokens.fetch_add(1, Relaxed);
        AuthenticateError::Unknown
    };
    let token = AdminToken::parse(token).map_err(|_| unknown())?;
    let digest = TokenDigest(token.digest());
    let found = super::read(authority, move |store| with_standing(store, store.token_by_digest(&digest)?));
    let found = found.await.map_err(|_| AuthenticateError::Unavailable)?;
    let (record, stands) = found.ok_or_else(unknown)?;
    if !record.digest.same(&digest) {
        return Err(unknown());
    }
    if !stands || !record.is_live(authority.now()) {
        authority.fold_refusal(&dead(&record, stands, source, &client));
        return Err(AuthenticateError::Unknown);
    }
    Ok(caller(&record, source, client))
}

/// Recognises again whoever was recognised by `authenticate` and has been remembered since: the token
/// must be live and the one it was then, neither rotated nor changed. Gives its name, too; `None` is
/// nobody any more.
///
/// # Errors
/// [`AuthenticateError::Unavailable`].
pub async fn recognise_again(
    authority: &Authority,
    (token, revision): (TokenId, u64),
    source: Option<IpAddr>,
    client: ClientName,
) -> Result<Option<(Caller, Name)>, AuthenticateError> {
    let found = super::read(authority, move |store| with_standing(store, store.token(token)?)).await;
    let found = found.map_err(|_| AuthenticateError::Unavailable)?;
    let now = authority.now();
    let same = found.filter(|(record, stands)| *stands && record.revision == revision && record.is_live(now));
    Ok(same.map(|(record, _)| (caller(&record, source, client), record.name)))
}

/// With whether it is still good by the place of whoever was shown it.
fn with_standing(
    store: &dyn Store,
    token: Option<TokenRecord>,
) -> Result<Option<(TokenRecord, bool)>, StoreError> {
    let Some(token) = token else { return Ok(None) };
    let stands = stands(store, &token)?;
    Ok(Some((token, stands)))
}

fn caller(record: &TokenRecord, source: Option<IpAddr>, client: ClientName) -> Caller {
    let by = Some(Standing::Token { token: record.id, revision: record.revision });
    let (reach, proven) = (Reach::All, true);
    Caller { by, account: record.account, role: record.role, reach, proven, source, client, asked: None }
}

const fn dead<'a>(
    record: &TokenRecord,
    stands: bool,
    source: Option<IpAddr>,
    client: &'a ClientName,
) -> Refused<'a> {
    // One whose holder has no place for it any more is about to be revoked.
    let reason = if stands && record.revoked_at.is_none() { Reason::Expired } else { Reason::Revoked };
    Refused {
        account: record.account,
        actor: Actor::Token(record.id),
        revision: record.revision,
        reason,
        source,
        action: Action::AdminRefused,
        client,
    }
}
