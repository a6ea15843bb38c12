//! A use of a passkey (§7.2).

use crate::authenticator_data::{AuthenticatorData, USER_VERIFIED};
use crate::client_data::ClientData;
use crate::cose::PublicKey;
use crate::error::PasskeyError;
use crate::judge::{Answer, RULES, Rule};
use crate::limits::CHALLENGE_BYTES;
use crate::party::RelyingParty;
use crate::response;
use sha2::{Digest as _, Sha256};

/// What was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The site.
    pub party: RelyingParty<'a>,
    /// The challenge.
    pub challenge: &'a [u8; CHALLENGE_BYTES],
    /// Whose passkeys: the user handle they were made with ([`Person::handle`](crate::Person::handle)).
    pub person: &'a [u8],
    /// The passkeys that may be used.
    pub allowed: &'a [Known<'a>],
}

/// A passkey on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'a> {
    /// The credential's id.
    pub credential: &'a [u8],
    /// The public key (COSE).
    pub public_key: &'a [u8],
    /// The count of uses.
    pub counter: u32,
}

/// A passkey was used as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asserted {
    /// Which of those that may be used, by its place among them.
    pub which: usize,
    /// The count of uses to be kept from now on.
    pub counter: u32,
    /// Whether the device knew who it was.
    pub user_verified: bool,
}

/// An assertion as it came in.
struct Facts<'a> {
    answer: Answer<'a>,
    /// Whose it should be.
    person: &'a [u8],
    /// Whose it is by the device's words, if it says so.
    user_handle: Option<&'a [u8]>,
    /// The count of uses on record.
    kept: u32,
    public_key: PublicKey,
    signed: Vec<u8>,
    signature: &'a [u8],
}

type OwnRule = fn(&Facts<'_>) -> Result<(), PasskeyError>;

const OWN: &[OwnRule] = &[person, signed, counted];

/// Judges what `credential.toJSON()` gave after `navigator.credentials.get`.
///
/// # Errors
/// [`PasskeyError`], the first that applies.
pub fn assert(expected: &Expected<'_>, json: &str) -> Result<Asserted, PasskeyError> {
    judged(RULES, OWN, expected, &response::asserted(json)?)
}

fn judged(
    rules: &[Rule],
    own: &[OwnRule],
    expected: &Expected<'_>,
    response: &response::Asserted,
) -> Result<Asserted, PasskeyError> {
    let Expected { party, challenge, person, allowed } = *expected;
    let mut places = allowed.iter().enumerate();
    let (which, known) =
        places.find(|(_, known)| known.credential == response.id).ok_or(PasskeyError::Foreign)?;
    let client = ClientData::parse(&response.client_data)?;
    let data = AuthenticatorData::parse(&response.data)?;
    let facts = Facts {
        person,
        user_handle: response.user_handle.as_deref(),
        kept: known.counter,
        public_key: PublicKey::parse(known.public_key)?,
        signed: [&response.data[..], &Sha256::digest(&response.client_data)].concat(),
        signature: &response.signature,
        answer: Answer { ceremony: "webauthn.get", party, challenge, client, data },
    };
    rules.iter().try_for_each(|rule| rule(&facts.answer))?;
    own.iter().try_for_each(|rule| rule(&facts))?;
    let data = &facts.answer.data;
    Ok(Asserted { which, counter: data.counter, user_verified: data.has(USER_VERIFIED) })
}

/// A device need not say whose the passkey is; if it does, it has to be right.
fn person(facts: &Facts<'_>) -> Result<(), PasskeyError> {
    match facts.user_handle {
        Some(handle) if handle != facts.person => Err(PasskeyError::ForeignPerson),
        _ => Ok(()),
    }
}

fn signed(facts: &Facts<'_>) -> Result<(), PasskeyError> {
    facts.public_key.verify(&facts.signed, facts.signature)
}

/// A count has to rise, unless the device never counted. After the signature: a count that nobody signed says nothing of
/// the passkey.
fn counted(facts: &Facts<'_>) -> Result<(), PasskeyError> {
    let (kept, given) = (facts.kept, facts.answer.data.counter);
    if given > kept || (given, kept) == (0, 0) {
        return Ok(());
    }
    Err(PasskeyError::CounterWentBack { kept, given })
}

#[cfg(test)]
mod tests;
