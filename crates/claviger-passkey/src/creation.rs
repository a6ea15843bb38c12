//! What a browser is asked for a new passkey with (§5.4, as JSON §5.1.9).

use crate::base64url::encode;
use crate::cose::Algorithm;
use crate::limits::{CHALLENGE_BYTES, TIMEOUT_MS};
use crate::party::RelyingParty;
use serde::Serialize;

/// Who the passkey is for.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// How devices know the person: the same for all their passkeys, nothing that says who they are, at most
    /// [`MAX_USER_HANDLE_BYTES`](crate::limits::MAX_USER_HANDLE_BYTES).
    pub handle: &'a [u8],
    /// What the person signs in as; devices show it.
    pub login: &'a str,
    /// What the person is called; devices show it.
    pub name: &'a str,
}

/// A new passkey is asked for.
#[derive(Debug, Clone, Copy)]
pub struct CreationOptions<'a> {
    /// The site.
    pub party: RelyingParty<'a>,
    /// What devices call the site.
    pub party_name: &'a str,
    /// Who for.
    pub person: Person<'a>,
    /// Random, used once.
    pub challenge: &'a [u8; CHALLENGE_BYTES],
    /// The ids of the person's passkeys so far: a device that keeps one of them makes no second.
    pub exclude: &'a [&'a [u8]],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    rp: Party<'a>,
    user: User<'a>,
    challenge: String,
    pub_key_cred_params: [Parameter; Algorithm::ALL.len()],
    timeout: u32,
    exclude_credentials: Vec<Descriptor>,
    authenticator_selection: Selection,
    attestation: &'static str,
}

#[derive(Serialize)]
struct Party<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    id: String,
    name: &'a str,
    display_name: &'a str,
}

#[derive(Serialize)]
struct Parameter {
    #[serde(rename = "type")]
    kind: &'static str,
    alg: i64,
}

/// A passkey by its id (§5.8.3).
#[derive(Serialize)]
pub(crate) struct Descriptor {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Selection {
    /// Preferred: what a phone keeps is then a passkey that its owner's other devices have, too, and not one that is lost
    /// with the phone.
    resident_key: &'static str,
    user_verification: &'static str,
}

impl Descriptor {
    pub(crate) fn all<'a>(ids: impl IntoIterator<Item = &'a [u8]>) -> Vec<Self> {
        ids.into_iter().map(|id| Descriptor { kind: "public-key", id: encode(id) }).collect()
    }
}

impl CreationOptions<'_> {
    /// For `PublicKeyCredential.parseCreationOptionsFromJSON`.
    ///
    /// # Errors
    /// Never, for texts and numbers; the type is that of the writer of JSON.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(&Json {
            rp: Party { id: self.party.id, name: self.party_name },
            user: User {
                id: encode(self.person.handle),
                name: self.person.login,
                display_name: self.person.name,
            },
            challenge: encode(self.challenge),
            pub_key_cred_params: Algorithm::ALL
                .map(|algorithm| Parameter { kind: "public-key", alg: algorithm.number() }),
            timeout: TIMEOUT_MS,
            exclude_credentials: Descriptor::all(self.exclude.iter().copied()),
            authenticator_selection: Selection { resident_key: "preferred", user_verification: "preferred" },
            attestation: "none",
        })
    }
}
