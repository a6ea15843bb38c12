//! A new passkey (§7.1).

use crate::attestation::{Attestation, Statement};
use crate::authenticator_data::{AuthenticatorData, USER_VERIFIED};
use crate::client_data::ClientData;
use crate::cose::PublicKey;
use crate::error::{Part, PasskeyError};
use crate::judge::{Answer, RULES, Rule};
use crate::limits::CHALLENGE_BYTES;
use crate::party::RelyingParty;
use crate::response::{self, Attested};
use sha2::{Digest as _, Sha256};

/// What to keep of a new passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The credential's id. Whoever keeps it refuses one that is on record already, whosesoever (§7.1, step 26).
    pub credential: Box<[u8]>,
    /// The public key (COSE), for [`PublicKey::parse`].
    pub public_key: Box<[u8]>,
    /// The count of uses to begin with.
    pub counter: u32,
    /// Whether the device knew who it was.
    pub user_verified: bool,
}

/// A registration as it came in.
struct Facts<'a> {
    answer: Answer<'a>,
    /// The id that the browser names.
    id: &'a [u8],
    /// The id and the key that the device names.
    credential: &'a [u8],
    public_key: PublicKey,
    statement: Statement<'a>,
    /// What is signed, if something is.
    signed: Vec<u8>,
}

type OwnRule = fn(&Facts<'_>) -> Result<(), PasskeyError>;

const OWN: &[OwnRule] = &[same, vouched];

/// Judges what `credential.toJSON()` gave after `navigator.credentials.create`.
///
/// # Errors
/// [`PasskeyError`], the first that applies.
pub fn register(
    party: RelyingParty<'_>,
    challenge: &[u8; CHALLENGE_BYTES],
    json: &str,
) -> Result<Registered, PasskeyError> {
    judged(RULES, OWN, party, challenge, &response::attested(json)?)
}

fn judged(
    rules: &[Rule],
    own: &[OwnRule],
    party: RelyingParty<'_>,
    challenge: &[u8; CHALLENGE_BYTES],
    response: &Attested,
) -> Result<Registered, PasskeyError> {
    let client = ClientData::parse(&response.client_data)?;
    let attestation = Attestation::parse(&response.attestation)?;
    let data = AuthenticatorData::parse(attestation.data)?;
    let new = data.attested.as_ref().ok_or(PasskeyError::Malformed(Part::AuthenticatorData))?;
    let (credential, key) = (new.credential, new.public_key);
    let facts = Facts {
        id: &response.id,
        credential,
        public_key: PublicKey::parse(key)?,
        statement: attestation.statement,
        signed: [attestation.data, &Sha256::digest(&response.client_data)].concat(),
        answer: Answer { ceremony: "webauthn.create", party, challenge, client, data },
    };
    rules.iter().try_for_each(|rule| rule(&facts.answer))?;
    own.iter().try_for_each(|rule| rule(&facts))?;
    Ok(Registered {
        credential: credential.into(),
        public_key: key.into(),
        counter: facts.answer.data.counter,
        user_verified: facts.answer.data.has(USER_VERIFIED),
    })
}

/// The browser names the credential that the device made.
fn same(facts: &Facts<'_>) -> Result<(), PasskeyError> {
    if facts.id == facts.credential { Ok(()) } else { Err(PasskeyError::Foreign) }
}

/// If the key vouches for itself, it has to (§8.2, *self attestation*).
fn vouched(facts: &Facts<'_>) -> Result<(), PasskeyError> {
    match facts.statement {
        Statement::None => Ok(()),
        Statement::Own { algorithm, .. } if algorithm != facts.public_key.algorithm().number() => {
            Err(PasskeyError::Attestation)
        }
        Statement::Own { signature, .. } => facts.public_key.verify(&facts.signed, signature),
    }
}

#[cfg(test)]
mod tests;
