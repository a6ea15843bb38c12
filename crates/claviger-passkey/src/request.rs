//! What a browser is asked for the use of a passkey with (§5.5, as JSON §5.1.10).

use crate::base64url::encode;
use crate::creation::Descriptor;
use crate::limits::{CHALLENGE_BYTES, TIMEOUT_MS};
use crate::party::RelyingParty;
use serde::Serialize;

/// The use of a passkey is asked for.
#[derive(Debug, Clone, Copy)]
pub struct RequestOptions<'a> {
    /// The site.
    pub party: RelyingParty<'a>,
    /// Random, used once.
    pub challenge: &'a [u8; CHALLENGE_BYTES],
    /// The ids of the passkeys that may be used.
    pub allow: &'a [&'a [u8]],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    challenge: String,
    timeout: u32,
    rp_id: &'a str,
    allow_credentials: Vec<Descriptor>,
    user_verification: &'static str,
}

impl RequestOptions<'_> {
    /// For `PublicKeyCredential.parseRequestOptionsFromJSON`.
    ///
    /// # Errors
    /// Never, for texts and numbers; the type is that of the writer of JSON.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(&Json {
            challenge: encode(self.challenge),
            timeout: TIMEOUT_MS,
            rp_id: self.party.id,
            allow_credentials: Descriptor::all(self.allow.iter().copied()),
            user_verification: "preferred",
        })
    }
}
