//! What `credential.toJSON()` gives (§5.1, *RegistrationResponseJSON*, *AuthenticationResponseJSON*): base64url within JSON
//! becomes bytes. What a browser adds beside is passed over, as §5.1 wants it.

use crate::base64url::decode;
use crate::error::{Part, PasskeyError};
use crate::limits::{MAX_CREDENTIAL_BYTES, MAX_JSON_BYTES, MAX_USER_HANDLE_BYTES};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Envelope<R> {
    id: String,
    #[serde(rename = "rawId")]
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    response: R,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttestationJson {
    #[serde(rename = "clientDataJSON")]
    client_data_json: String,
    attestation_object: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssertionJson {
    #[serde(rename = "clientDataJSON")]
    client_data_json: String,
    authenticator_data: String,
    signature: String,
    user_handle: Option<String>,
}

/// A new credential, in bytes.
pub(crate) struct Attested {
    pub(crate) id: Vec<u8>,
    pub(crate) client_data: Vec<u8>,
    pub(crate) attestation: Vec<u8>,
}

/// A use of a credential, in bytes.
pub(crate) struct Asserted {
    pub(crate) id: Vec<u8>,
    pub(crate) client_data: Vec<u8>,
    pub(crate) data: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) user_handle: Option<Vec<u8>>,
}

/// Which credential it is by its own words, nothing else about it being looked at: for a record of what was refused.
///
/// # Errors
/// [`PasskeyError`] if it is no credential.
pub fn credential_id(json: &str) -> Result<Vec<u8>, PasskeyError> {
    envelope::<serde::de::IgnoredAny>(json).map(|(id, _)| id)
}

pub(crate) fn attested(json: &str) -> Result<Attested, PasskeyError> {
    let (id, response) = envelope::<AttestationJson>(json)?;
    Ok(Attested {
        id,
        client_data: decode(&response.client_data_json)?,
        attestation: decode(&response.attestation_object)?,
    })
}

pub(crate) fn asserted(json: &str) -> Result<Asserted, PasskeyError> {
    let (id, response) = envelope::<AssertionJson>(json)?;
    let user_handle = response.user_handle.as_deref().map(decode).transpose()?;
    if user_handle.as_ref().is_some_and(|handle| handle.len() > MAX_USER_HANDLE_BYTES) {
        return Err(PasskeyError::Malformed(Part::Credential));
    }
    Ok(Asserted {
        id,
        client_data: decode(&response.client_data_json)?,
        data: decode(&response.authenticator_data)?,
        signature: decode(&response.signature)?,
        user_handle,
    })
}

fn envelope<R: DeserializeOwned>(json: &str) -> Result<(Vec<u8>, R), PasskeyError> {
    if json.len() > MAX_JSON_BYTES {
        return Err(PasskeyError::TooLarge);
    }
    let malformed = PasskeyError::Malformed(Part::Credential);
    let envelope: Envelope<R> = serde_json::from_str(json).map_err(|_| malformed)?;
    let id = decode(&envelope.id)?;
    let fits = !id.is_empty() && id.len() <= MAX_CREDENTIAL_BYTES;
    if envelope.kind != "public-key" || envelope.raw_id != envelope.id || !fits {
        return Err(malformed);
    }
    Ok((id, envelope.response))
}
