//! What §7.1 and §7.2 ask of both ceremonies, a rule each.

use crate::authenticator_data::{AuthenticatorData, BACKED_UP, BACKUP_ELIGIBLE, USER_PRESENT};
use crate::base64url::encode;
use crate::client_data::ClientData;
use crate::error::PasskeyError;
use crate::limits::CHALLENGE_BYTES;
use crate::party::RelyingParty;
use sha2::{Digest as _, Sha256};

/// What was asked, and what was answered.
pub(crate) struct Answer<'a> {
    /// The type that the browser has to name: `webauthn.create` or `webauthn.get`.
    pub(crate) ceremony: &'static str,
    pub(crate) party: RelyingParty<'a>,
    pub(crate) challenge: &'a [u8; CHALLENGE_BYTES],
    pub(crate) client: ClientData,
    pub(crate) data: AuthenticatorData<'a>,
}

/// Refuses by one thing.
pub(crate) type Rule = fn(&Answer<'_>) -> Result<(), PasskeyError>;

/// In the order of the specification. Each ceremony has these, and some of its own.
pub(crate) const RULES: &[Rule] = &[ceremony, challenge, origin, framed, party, present, backup];

const fn or(holds: bool, error: PasskeyError) -> Result<(), PasskeyError> {
    if holds { Ok(()) } else { Err(error) }
}

fn ceremony(answer: &Answer<'_>) -> Result<(), PasskeyError> {
    or(answer.client.kind == answer.ceremony, PasskeyError::Ceremony)
}

fn challenge(answer: &Answer<'_>) -> Result<(), PasskeyError> {
    or(answer.client.challenge == encode(answer.challenge), PasskeyError::Challenge)
}

fn origin(answer: &Answer<'_>) -> Result<(), PasskeyError> {
    or(answer.client.origin == answer.party.origin, PasskeyError::Origin)
}

/// No page of ours stands in a frame of anybody's.
fn framed(answer: &Answer<'_>) -> Result<(), PasskeyError> {
    or(!answer.client.cross_origin && answer.client.top_origin.is_none(), PasskeyError::Framed)
}

fn party(answer: &Answer<'_>) -> Result<(), PasskeyError> {
    or(answer.data.party_hash == *Sha256::digest(answer.party.id), PasskeyError::Party)
}

fn present(answer: &Answer<'_>) -> Result<(), PasskeyError> {
    or(answer.data.has(USER_PRESENT), PasskeyError::NotPresent)
}

fn backup(answer: &Answer<'_>) -> Result<(), PasskeyError> {
    or(answer.data.has(BACKUP_ELIGIBLE) || !answer.data.has(BACKED_UP), PasskeyError::BackupFlags)
}
