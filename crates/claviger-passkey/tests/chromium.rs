//! What a real browser gave (`fixtures/README.md`), judged as it stands and with each part exchanged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use claviger_passkey::limits::{MAX_JSON_BYTES, MAX_PUBLIC_KEY_BYTES};
use claviger_passkey::{
    Algorithm, Expected, Known, Part, PasskeyError, PublicKey, Registered, RelyingParty, assert, register,
};
use serde_json::Value;

const FIXTURES: [(&str, &str, Algorithm, bool); 6] = [
    ("es256", include_str!("fixtures/es256.json"), Algorithm::Es256, true),
    ("es256-unverified", include_str!("fixtures/es256-unverified.json"), Algorithm::Es256, false),
    ("es256-synced", include_str!("fixtures/es256-synced.json"), Algorithm::Es256, true),
    ("u2f", include_str!("fixtures/u2f.json"), Algorithm::Es256, false),
    ("ed25519", include_str!("fixtures/ed25519.json"), Algorithm::EdDsa, true),
    ("rs256", include_str!("fixtures/rs256.json"), Algorithm::Rs256, true),
];

const PARTY: RelyingParty<'_> = RelyingParty { id: "localhost", origin: "http://localhost:8499" };

struct Fixture {
    name: &'static str,
    json: Value,
}

fn fixtures() -> impl Iterator<Item = Fixture> {
    FIXTURES.iter().map(|(name, text, ..)| Fixture { name, json: serde_json::from_str(text).unwrap() })
}

fn bytes(value: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(value.as_str().unwrap()).unwrap()
}

fn challenge(value: &Value) -> [u8; 32] {
    bytes(&value["challenge"]).try_into().unwrap()
}

impl Fixture {
    fn registered(&self) -> Registered {
        register(PARTY, &challenge(&self.json), &self.json["credential"].to_string()).unwrap()
    }

    fn assert(&self, use_: &Value, public_key: &[u8], counter: u32) -> Result<u32, PasskeyError> {
        let credential = bytes(&self.json["credential"]["id"]);
        let allowed = [Known { credential: &credential, public_key, counter }];
        let (challenge, person) = (challenge(use_), bytes(&self.json["user"]));
        let expected = Expected { party: PARTY, challenge: &challenge, person: &person, allowed: &allowed };
        assert(&expected, &use_["credential"].to_string()).map(|found| found.counter)
    }
}

#[test]
fn a_browsers_passkeys_are_registered_and_used() {
    for (fixture, (_, _, algorithm, verified)) in fixtures().zip(FIXTURES) {
        let found = fixture.registered();
        assert_eq!(*found.credential, *bytes(&fixture.json["credential"]["id"]), "{}", fixture.name);
        assert_eq!(found.user_verified, verified, "{}", fixture.name);
        let key = PublicKey::parse(&found.public_key).unwrap();
        assert_eq!(key.algorithm(), algorithm, "{}", fixture.name);
        let mut counter = found.counter;
        for use_ in fixture.json["uses"].as_array().unwrap() {
            let next = fixture.assert(use_, &found.public_key, counter).unwrap();
            assert!(next > counter, "{}", fixture.name);
            // The same once more.
            let again = fixture.assert(use_, &found.public_key, next);
            assert_eq!(again, Err(PasskeyError::CounterWentBack { kept: next, given: next }));
            counter = next;
        }
    }
}

#[test]
fn another_site_or_question_is_refused() {
    for fixture in fixtures() {
        let json = fixture.json["credential"].to_string();
        let right = challenge(&fixture.json);
        let of = |id, origin| RelyingParty { id, origin };
        let judged = |party, challenge: &[u8; 32]| register(party, challenge, &json).unwrap_err();
        assert_eq!(judged(of("localhost", "http://localhost:8498"), &right), PasskeyError::Origin);
        assert_eq!(judged(of("localhos", PARTY.origin), &right), PasskeyError::Party);
        assert_eq!(judged(PARTY, &challenge(&fixture.json["uses"][0])), PasskeyError::Challenge);
        // An answer to one question is none to another, nor one of another ceremony.
        let uses = &fixture.json["uses"];
        let mixed =
            serde_json::json!({"challenge": uses[1]["challenge"], "credential": uses[0]["credential"]});
        let key = fixture.registered().public_key;
        assert_eq!(fixture.assert(&mixed, &key, 0), Err(PasskeyError::Challenge));
    }
}

#[test]
fn the_key_of_another_device_is_refused() {
    let keys: Vec<_> = fixtures().map(|fixture| fixture.registered().public_key).collect();
    for (at, fixture) in fixtures().enumerate() {
        for (other, key) in keys.iter().enumerate() {
            let found = fixture.assert(&fixture.json["uses"][0], key, 0);
            assert_eq!(found.is_ok(), at == other, "{} by the key of {other}", fixture.name);
        }
    }
}

/// `altered` changes the bytes of one part.
fn with(credential: &Value, part: &str, altered: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut credential = credential.clone();
    let mut inner = bytes(&credential["response"][part]);
    altered(&mut inner);
    credential["response"][part] = URL_SAFE_NO_PAD.encode(inner).into();
    credential.to_string()
}

#[test]
fn no_bit_of_what_is_signed_can_be_changed() {
    for fixture in fixtures() {
        let use_ = &fixture.json["uses"][0];
        let key = fixture.registered().public_key;
        for part in ["authenticatorData", "clientDataJSON", "signature"] {
            for at in 0..bytes(&use_["credential"]["response"][part]).len() {
                let changed = with(&use_["credential"], part, |bytes| bytes[at] ^= 1);
                let changed: Value = serde_json::from_str(&changed).unwrap();
                let changed = serde_json::json!({"challenge": use_["challenge"], "credential": changed});
                assert!(fixture.assert(&changed, &key, 0).is_err(), "{} {part} {at}", fixture.name);
            }
        }
    }
}

#[test]
fn what_is_cut_off_or_goes_on_is_refused() {
    for fixture in fixtures() {
        let credential = &fixture.json["credential"];
        let challenge = challenge(&fixture.json);
        let judged = |json: &str| register(PARTY, &challenge, json);
        let whole = bytes(&credential["response"]["attestationObject"]).len();
        for at in 0..whole {
            let cut = with(credential, "attestationObject", |bytes| bytes.truncate(at));
            let found = judged(&cut).unwrap_err();
            assert!(matches!(found, PasskeyError::Malformed(_)), "{} at {at}: {found}", fixture.name);
        }
        let longer = with(credential, "attestationObject", |bytes| bytes.push(0));
        assert!(matches!(judged(&longer), Err(PasskeyError::Malformed(_))), "{}", fixture.name);
        let large = with(credential, "attestationObject", |bytes| bytes.resize(MAX_JSON_BYTES, 0));
        assert_eq!(judged(&large), Err(PasskeyError::TooLarge), "{}", fixture.name);
    }
}

#[test]
fn the_copies_a_browser_adds_are_not_looked_at() {
    for fixture in fixtures() {
        let mut credential = fixture.json["credential"].clone();
        credential["response"]["publicKey"] = "AAAA".into();
        credential["response"]["authenticatorData"] = "AAAA".into();
        let found = register(PARTY, &challenge(&fixture.json), &credential.to_string()).unwrap();
        assert_eq!(found, fixture.registered(), "{}", fixture.name);
    }
}

#[test]
fn a_public_key_of_another_shape_is_refused() {
    let malformed = Err(PasskeyError::Malformed(Part::PublicKey));
    let parsed = |key: &[u8]| PublicKey::parse(key).map(drop);
    for (fixture, (_, _, algorithm, _)) in fixtures().zip(FIXTURES) {
        let key = fixture.registered().public_key;
        assert_eq!(parsed(&key), Ok(()));
        for at in 0..key.len() {
            assert_eq!(parsed(&key[..at]), malformed, "{} cut at {at}", fixture.name);
        }
        assert_eq!(parsed(&[&key[..], &[0]].concat()), malformed, "{}", fixture.name);
        assert_eq!(parsed(&[&key[..], &vec![0; MAX_PUBLIC_KEY_BYTES]].concat()), malformed);
        if algorithm == Algorithm::Es256 {
            let with = |at: usize, byte: u8| {
                let mut key = key.clone();
                key[at] = byte;
                parsed(&key)
            };
            // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
            assert_eq!(key[..7], [0xa5, 1, 2, 3, 0x26, 0x20, 1]);
            assert_eq!(with(2, 1), malformed, "another kind");
            assert_eq!(with(3, 1), malformed, "a label twice");
            assert_eq!(with(4, 0x28), Err(PasskeyError::Algorithm));
            assert_eq!(with(4, 0x27), malformed, "the algorithm of another kind");
            assert_eq!(with(6, 2), malformed, "another curve");
            assert_eq!(with(key.len() - 1, key[key.len() - 1] ^ 1), malformed, "not on the curve");
        }
    }
    // {1: 3, 3: -257, -1: n of 1024 bits, -2: 65537}
    let short = [&b"\xa4\x01\x03\x03\x39\x01\x00\x20\x58\x80"[..], &[0xff; 128], b"\x21\x43\x01\x00\x01"];
    assert_eq!(parsed(&short.concat()), malformed);
}
