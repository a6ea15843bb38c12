use super::{OWN, OwnRule, Registered, judged, register};
use crate::authenticator_data::{ATTESTED, BACKED_UP, BACKUP_ELIGIBLE, USER_PRESENT, USER_VERIFIED};
use crate::base64url::{decode, encode};
use crate::judge::{RULES, Rule};
use crate::soft_device::{Said, SoftDevice};
use crate::{CreationOptions, PasskeyError, Person, RelyingParty, response};
use aws_lc_rs::signature::Ed25519KeyPair;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

const ORIGIN: &str = "https://keys.example.com";
const PARTY: RelyingParty<'_> = RelyingParty { id: "keys.example.com", origin: ORIGIN };
const CHALLENGE: [u8; 32] = [7; 32];
const SEED: [u8; 32] = [1; 32];

fn options() -> String {
    let person = Person { handle: &[1, 2, 3], login: "ada", name: "Ada" };
    let old: &[&[u8]] = &[b"old"];
    let party_name = "Claviger";
    CreationOptions { party: PARTY, party_name, person, challenge: &CHALLENGE, exclude: old }.json().unwrap()
}

fn truth() -> Said {
    let device = SoftDevice::new(SEED);
    let options: Value = serde_json::from_str(&options()).unwrap();
    let said = device.said("webauthn.create", &options, PARTY.id.to_owned(), ORIGIN).unwrap();
    Said { flags: said.flags | ATTESTED, ..said }
}

fn registration(change: impl FnOnce(&mut Said)) -> String {
    let mut said = truth();
    change(&mut said);
    SoftDevice::new(SEED).registration(&said).unwrap()
}

/// The registration with its statement exchanged.
fn stated(format: &str, statement: &[u8]) -> String {
    let mut json: Value = serde_json::from_str(&registration(|_| ())).unwrap();
    let object = decode(json["response"]["attestationObject"].as_str().unwrap()).unwrap();
    let head = b"\xa3\x63fmt\x64none\x67attStmt\xa0";
    let rest = object.strip_prefix(&head[..]).unwrap();
    let format_head = 0x60 + u8::try_from(format.len()).unwrap();
    let object = [b"\xa3\x63fmt", &[format_head][..], format.as_bytes(), b"\x67attStmt", statement, rest];
    json["response"]["attestationObject"] = encode(&object.concat()).into();
    json.to_string()
}

/// {"alg": …, "sig": h'…'} over the registration.
fn own_statement(algorithm: u8, seed: &[u8; 32]) -> Vec<u8> {
    let response = response::attested(&registration(|_| ())).unwrap();
    // Behind the head of the object and of its bytes.
    let data = &response.attestation[30..];
    assert_eq!(data[..32], *Sha256::digest(PARTY.id));
    let signed = [data, &Sha256::digest(&response.client_data)].concat();
    let signature = Ed25519KeyPair::from_seed_unchecked(seed).unwrap().sign(&signed);
    [&b"\xa2\x63alg"[..], &[algorithm], b"\x63sig\x58\x40", signature.as_ref()].concat()
}

/// What must be refused, and for what. All of it is signed as it stands where something is signed.
fn lies() -> Vec<(String, PasskeyError)> {
    vec![
        (registration(|said| said.kind = "webauthn.get".into()), PasskeyError::Ceremony),
        (registration(|said| said.challenge = encode(&[8; 32])), PasskeyError::Challenge),
        (registration(|said| said.challenge.push('=')), PasskeyError::Challenge),
        (registration(|said| said.origin = "https://evil.example.com".into()), PasskeyError::Origin),
        (registration(|said| said.origin.push_str(":8443")), PasskeyError::Origin),
        (registration(|said| said.origin = "http://keys.example.com".into()), PasskeyError::Origin),
        (registration(|said| said.cross_origin = true), PasskeyError::Framed),
        (registration(|said| said.top_origin = Some(ORIGIN.into())), PasskeyError::Framed),
        (registration(|said| said.party = "example.com".into()), PasskeyError::Party),
        (registration(|said| said.flags &= !USER_PRESENT), PasskeyError::NotPresent),
        (registration(|said| said.flags |= BACKED_UP), PasskeyError::BackupFlags),
        (other_id(), PasskeyError::Foreign),
        (stated("packed", &own_statement(0x27, &[2; 32])), PasskeyError::Signature),
        (stated("packed", &own_statement(0x26, &SEED)), PasskeyError::Attestation),
    ]
}

/// The browser names another credential than the device.
fn other_id() -> String {
    let mut json: Value = serde_json::from_str(&registration(|_| ())).unwrap();
    let id = encode(b"another");
    json["id"] = id.clone().into();
    json["rawId"] = id.into();
    json.to_string()
}

fn judged_by(rules: &[Rule], own: &[OwnRule], json: &str) -> Result<Registered, PasskeyError> {
    judged(rules, own, PARTY, &CHALLENGE, &response::attested(json).unwrap())
}

fn misjudged(rules: &[Rule], own: &[OwnRule]) -> Option<PasskeyError> {
    lies().into_iter().find_map(|(json, error)| (judged_by(rules, own, &json) != Err(error)).then_some(error))
}

#[test]
fn a_device_is_registered() {
    let device = SoftDevice::new(SEED);
    let found = register(PARTY, &CHALLENGE, &device.create(&options(), ORIGIN).unwrap()).unwrap();
    assert_eq!((&*found.credential, found.counter, found.user_verified), (&*device.credential(), 0, false));
    let verified = registration(|said| said.flags |= USER_VERIFIED | BACKUP_ELIGIBLE | BACKED_UP);
    assert!(register(PARTY, &CHALLENGE, &verified).unwrap().user_verified);
}

#[test]
fn every_lie_is_refused_for_what_it_is() {
    assert_eq!(misjudged(RULES, OWN), None);
}

#[test]
fn tooth_each_rule_left_out_is_caught() {
    fn without<T: Copy>(rules: &[T], at: usize) -> Vec<T> {
        rules.iter().enumerate().filter(|(rule, _)| *rule != at).map(|(_, rule)| *rule).collect()
    }
    for at in 0..RULES.len() {
        assert!(misjudged(&without(RULES, at), OWN).is_some(), "rule {at} is for nothing");
    }
    for at in 0..OWN.len() {
        assert!(misjudged(RULES, &without(OWN, at)).is_some(), "rule {at} of its own is for nothing");
    }
}

#[test]
fn a_key_may_vouch_for_itself_and_nobody_else_for_it() {
    assert!(register(PARTY, &CHALLENGE, &stated("packed", &own_statement(0x27, &SEED))).is_ok());
    let refused =
        |format, statement: &[u8]| register(PARTY, &CHALLENGE, &stated(format, statement)).unwrap_err();
    // {"x5c": [h'00']}
    assert_eq!(refused("packed", b"\xa1\x63x5c\x81\x41\x00"), PasskeyError::Attestation);
    assert_eq!(refused("tpm", b"\xa0"), PasskeyError::Attestation);
    let malformed = PasskeyError::Malformed(crate::error::Part::Attestation);
    assert_eq!(refused("packed", b"\xa0"), malformed);
    assert_eq!(refused("none", b"\xa1\x63sig\x41\x00"), malformed, "a statement of nothing says nothing");
}

#[test]
fn a_registration_without_a_key_is_none() {
    let mut said = truth();
    said.flags &= !ATTESTED;
    let json = SoftDevice::new(SEED).registration(&said).unwrap();
    let malformed = PasskeyError::Malformed(crate::error::Part::AuthenticatorData);
    assert_eq!(register(PARTY, &CHALLENGE, &json), Err(malformed));
}

#[test]
fn the_options_are_those_of_the_specification() {
    let options: Value = serde_json::from_str(&options()).unwrap();
    let expected = serde_json::json!({
        "rp": {"id": "keys.example.com", "name": "Claviger"},
        "user": {"id": "AQID", "name": "ada", "displayName": "Ada"},
        "challenge": encode(&CHALLENGE),
        "pubKeyCredParams": [
            {"type": "public-key", "alg": -8},
            {"type": "public-key", "alg": -7},
            {"type": "public-key", "alg": -257},
        ],
        "timeout": 300_000,
        "excludeCredentials": [{"type": "public-key", "id": "b2xk"}],
        "authenticatorSelection": {"residentKey": "preferred", "userVerification": "preferred"},
        "attestation": "none",
    });
    assert_eq!(options, expected);
}
