//! What a browser sends of a passkey: the JSON, and the bytes in it.

use super::text;
use claviger_passkey::limits::{MAX_CREDENTIAL_BYTES, MAX_PUBLIC_KEY_BYTES};
use claviger_passkey::{Expected, Known, PublicKey, RelyingParty, assert, credential_id, encode, register};

const PARTY: RelyingParty<'_> = RelyingParty { id: "localhost", origin: "http://localhost:8499" };
const CHALLENGE: [u8; 32] = [7; 32];
/// A key that verifies, so that an assertion is followed to its signature.
const KEY: &[u8] = include_bytes!("../../fuzz/corpus/passkey/key-es256");
/// As its browser writes it.
const CLIENT_DATA: &[u8] =
    br#"{"type":"webauthn.create","challenge":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc","origin":"http://localhost:8499","crossOrigin":false}"#;

/// The bytes are taken for every part they can be.
pub(super) fn passkey(bytes: &[u8]) {
    if let Ok(key) = PublicKey::parse(bytes) {
        assert!(bytes.len() <= MAX_PUBLIC_KEY_BYTES);
        key.verify(b"message", b"signature").unwrap_err();
    }
    let client = encode(CLIENT_DATA);
    registered(&envelope(&format!(
        r#"{{"clientDataJSON":"{client}","attestationObject":"{}"}}"#,
        encode(bytes)
    )));
    let data = encode(bytes);
    asserted(&envelope(&format!(
        r#"{{"clientDataJSON":"{client}","authenticatorData":"{data}","signature":"{data}","userHandle":"{data}"}}"#
    )));
    if let Some(text) = text(bytes) {
        registered(text);
        asserted(text);
    }
}

fn envelope(response: &str) -> String {
    format!(r#"{{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{response}}}"#)
}

fn registered(json: &str) {
    if let Ok(new) = register(PARTY, &CHALLENGE, json) {
        assert_eq!(credential_id(json).as_deref(), Ok(&*new.credential));
        assert!(PublicKey::parse(&new.public_key).is_ok(), "what is kept can be read again");
        assert!(new.credential.len() <= MAX_CREDENTIAL_BYTES);
    }
}

fn asserted(json: &str) {
    let id = credential_id(json).unwrap_or_default();
    let allowed = [Known { credential: &id, public_key: KEY, counter: 0 }];
    let expected = Expected { party: PARTY, challenge: &CHALLENGE, person: &[1], allowed: &allowed };
    // Nobody has the private key, and the challenge is none that was signed.
    assert(&expected, json).unwrap_err();
}
