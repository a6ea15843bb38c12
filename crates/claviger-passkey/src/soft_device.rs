//! A device made of software: it answers as a browser with a security key does, and may be told to lie. For tests of this
//! crate and of whoever uses it; keys come from a seed, so that a test is the same every time.

use crate::authenticator_data::{ATTESTED, USER_PRESENT};
use crate::base64url::encode;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// A passkey with its private key.
pub struct SoftDevice {
    seed: [u8; 32],
    /// How often it was used.
    pub counter: u32,
}

/// What is said in an answer: of a true one all is what was asked for. A lie is signed like the truth.
#[derive(Debug, Clone)]
pub struct Said {
    /// The type of the ceremony.
    pub kind: String,
    /// The challenge, in base64url.
    pub challenge: String,
    /// The origin of the page.
    pub origin: String,
    /// Whether the page stands in a frame of another origin.
    pub cross_origin: bool,
    /// The origin of the page around that frame.
    pub top_origin: Option<String>,
    /// The site that is signed for.
    pub party: String,
    /// The flags of the device.
    pub flags: u8,
    /// Whose the passkey is, in base64url.
    pub user_handle: Option<String>,
    /// The credential's id.
    pub credential: Vec<u8>,
}

impl SoftDevice {
    /// The device of this seed. It counts from 1.
    #[must_use]
    pub const fn new(seed: [u8; 32]) -> Self {
        SoftDevice { seed, counter: 0 }
    }

    /// The credential's id.
    #[must_use]
    pub fn credential(&self) -> Vec<u8> {
        Sha256::digest([&b"credential "[..], &self.seed].concat()).to_vec()
    }

    /// What `navigator.credentials.create(…).toJSON()` gives on a page of this origin; none if these are no options.
    #[must_use]
    pub fn create(&self, options: &str, origin: &str) -> Option<String> {
        let options: Value = serde_json::from_str(options).ok()?;
        let party = options.get("rp")?.get("id")?.as_str()?.to_owned();
        let said = self.said("webauthn.create", &options, party, origin)?;
        self.registration(&Said { flags: said.flags | ATTESTED, ..said })
    }

    /// What `navigator.credentials.get(…).toJSON()` gives on a page of this origin; none if the passkey is not among
    /// those that are asked for, or if these are no options.
    #[must_use]
    pub fn get(&mut self, options: &str, origin: &str) -> Option<String> {
        let options: Value = serde_json::from_str(options).ok()?;
        let party = options.get("rpId")?.as_str()?.to_owned();
        let said = self.said("webauthn.get", &options, party, origin)?;
        let own = encode(&said.credential);
        let is_own = |one: &Value| one.get("id").and_then(Value::as_str) == Some(&own);
        if !options.get("allowCredentials")?.as_array()?.iter().any(is_own) {
            return None;
        }
        self.counter = self.counter.saturating_add(1);
        self.assertion(&said)
    }

    /// What a true answer to these options says.
    #[must_use]
    pub fn said(&self, kind: &str, options: &Value, party: String, origin: &str) -> Option<Said> {
        Some(Said {
            kind: kind.to_owned(),
            challenge: options.get("challenge")?.as_str()?.to_owned(),
            origin: origin.to_owned(),
            cross_origin: false,
            top_origin: None,
            party,
            flags: USER_PRESENT,
            user_handle: None,
            credential: self.credential(),
        })
    }

    /// A registration that says this.
    #[must_use]
    pub fn registration(&self, said: &Said) -> Option<String> {
        let mut data = self.head(said);
        data.extend([0; 16]);
        data.extend(u16::try_from(said.credential.len()).ok()?.to_be_bytes());
        data.extend(&said.credential);
        data.extend(self.public_key()?);
        // {"fmt": "none", "attStmt": {}, "authData": h'…'}
        let head = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData";
        let attestation = [&head[..], &length(data.len())?, &data].concat();
        let response = json!({
            "clientDataJSON": encode(&client_data(said)),
            "attestationObject": encode(&attestation),
            "transports": ["usb"],
        });
        Some(envelope(said, &response))
    }

    /// An assertion that says this.
    #[must_use]
    pub fn assertion(&self, said: &Said) -> Option<String> {
        let (data, client_data) = (self.head(said), client_data(said));
        let signed = [&data[..], &Sha256::digest(&client_data)].concat();
        let response = json!({
            "clientDataJSON": encode(&client_data),
            "authenticatorData": encode(&data),
            "signature": encode(self.pair()?.sign(&signed).as_ref()),
            "userHandle": said.user_handle,
        });
        Some(envelope(said, &response))
    }

    fn head(&self, said: &Said) -> Vec<u8> {
        [&Sha256::digest(&said.party)[..], &[said.flags], &self.counter.to_be_bytes()].concat()
    }

    fn pair(&self) -> Option<Ed25519KeyPair> {
        Ed25519KeyPair::from_seed_unchecked(&self.seed).ok()
    }

    /// {1: 1, 3: -8, -1: 6, -2: h'…'}
    fn public_key(&self) -> Option<Vec<u8>> {
        let pair = self.pair()?;
        Some([&b"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20"[..], pair.public_key().as_ref()].concat())
    }
}

/// The head of so many bytes, in its shortest form; at least 24, at most 65,535.
fn length(bytes: usize) -> Option<Vec<u8>> {
    let long = u16::try_from(bytes).ok()?.to_be_bytes();
    Some(u8::try_from(bytes).map_or_else(|_| [&[0x59], &long[..]].concat(), |short| vec![0x58, short]))
}

fn client_data(said: &Said) -> Vec<u8> {
    let mut data = json!({
        "type": said.kind,
        "challenge": said.challenge,
        "origin": said.origin,
        "crossOrigin": said.cross_origin,
    });
    if let (Some(top), Some(fields)) = (&said.top_origin, data.as_object_mut()) {
        fields.insert("topOrigin".to_owned(), json!(top));
    }
    data.to_string().into_bytes()
}

fn envelope(said: &Said, response: &Value) -> String {
    let id = encode(&said.credential);
    json!({
        "id": id,
        "rawId": id,
        "type": "public-key",
        "authenticatorAttachment": "cross-platform",
        "clientExtensionResults": {},
        "response": response,
    })
    .to_string()
}
