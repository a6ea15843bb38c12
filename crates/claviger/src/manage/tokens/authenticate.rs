//! Who holds this token?

use super::super::Caller;
use crate::authority::Authority;
use claviger_core::credential::AdminToken;
use claviger_core::store::Standing;
use claviger_core::text::ClientName;
use claviger_core::token::TokenDigest;
use std::net::IpAddr;

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
/// # Errors
/// [`AuthenticateError`].
pub async fn authenticate(
    authority: &Authority,
    token: &[u8],
    source: Option<IpAddr>,
    client: ClientName,
) -> Result<Caller, AuthenticateError> {
    let token = AdminToken::parse(token).map_err(|_| AuthenticateError::Unknown)?;
    let digest = TokenDigest(token.digest());
    let found = super::read(authority, move |store| store.token_by_digest(&digest)).await;
    let record = found.map_err(|_| AuthenticateError::Unavailable)?.ok_or(AuthenticateError::Unknown)?;
    if !record.digest.same(&digest) || !record.is_live(authority.now()) {
        return Err(AuthenticateError::Unknown);
    }
    let by = Some(Standing { token: record.id, revision: record.revision });
    Ok(Caller { by, account: record.account, role: record.role, source, client, asked: None })
}
