use super::{Asserted, Expected, Known, OWN, OwnRule, assert, judged};
use crate::authenticator_data::{BACKED_UP, USER_VERIFIED};
use crate::base64url::encode;
use crate::judge::{RULES, Rule};
use crate::soft_device::{Said, SoftDevice};
use crate::{
    CreationOptions, PasskeyError, Person, Registered, RelyingParty, RequestOptions, register, response,
};
use serde_json::Value;

const ORIGIN: &str = "https://keys.example.com";
const PARTY: RelyingParty<'_> = RelyingParty { id: "keys.example.com", origin: ORIGIN };
const CHALLENGE: [u8; 32] = [7; 32];
const SEED: [u8; 32] = [1; 32];
const PERSON: &[u8] = &[1, 2, 3];

fn registered(seed: [u8; 32]) -> Registered {
    let person = Person { handle: PERSON, login: "ada", name: "Ada" };
    let options =
        CreationOptions { party: PARTY, party_name: "Claviger", person, challenge: &CHALLENGE, exclude: &[] };
    let json = SoftDevice::new(seed).create(&options.json().unwrap(), ORIGIN).unwrap();
    register(PARTY, &CHALLENGE, &json).unwrap()
}

fn known(registered: &Registered, counter: u32) -> Known<'_> {
    Known { credential: &registered.credential, public_key: &registered.public_key, counter }
}

fn options() -> String {
    let (own, other) = (SoftDevice::new(SEED).credential(), SoftDevice::new([2; 32]).credential());
    RequestOptions { party: PARTY, challenge: &CHALLENGE, allow: &[&other, &own] }.json().unwrap()
}

/// The fifth use.
fn assertion(change: impl FnOnce(&mut Said)) -> String {
    let mut device = SoftDevice::new(SEED);
    device.counter = 5;
    let options: Value = serde_json::from_str(&options()).unwrap();
    let mut said = device.said("webauthn.get", &options, PARTY.id.to_owned(), ORIGIN).unwrap();
    change(&mut said);
    device.assertion(&said).unwrap()
}

fn altered(part: &str) -> String {
    let mut json: Value = serde_json::from_str(&assertion(|_| ())).unwrap();
    let mut bytes = crate::base64url::decode(json["response"][part].as_str().unwrap()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    json["response"][part] = encode(&bytes).into();
    json.to_string()
}

/// What must be refused, with the count on record, and for what. All but what was altered is signed as it stands.
fn lies() -> Vec<(String, u32, PasskeyError)> {
    let went_back = |kept| PasskeyError::CounterWentBack { kept, given: 5 };
    let foreign = PasskeyError::ForeignPerson;
    vec![
        (assertion(|said| said.kind = "webauthn.create".into()), 4, PasskeyError::Ceremony),
        (assertion(|said| said.challenge = encode(&[8; 32])), 4, PasskeyError::Challenge),
        (assertion(|said| said.challenge.clear()), 4, PasskeyError::Challenge),
        (assertion(|said| said.origin = "https://evil.example.com".into()), 4, PasskeyError::Origin),
        (assertion(|said| said.origin.push('/')), 4, PasskeyError::Origin),
        (assertion(|said| said.cross_origin = true), 4, PasskeyError::Framed),
        (assertion(|said| said.top_origin = Some(ORIGIN.into())), 4, PasskeyError::Framed),
        (assertion(|said| said.party = "localhost".into()), 4, PasskeyError::Party),
        (assertion(|said| said.flags = USER_VERIFIED), 4, PasskeyError::NotPresent),
        (assertion(|said| said.flags |= BACKED_UP), 4, PasskeyError::BackupFlags),
        (assertion(|said| said.user_handle = Some(encode(&[9]))), 4, foreign),
        (assertion(|said| said.user_handle = Some(String::new())), 4, foreign),
        (altered("signature"), 4, PasskeyError::Signature),
        (altered("authenticatorData"), 0, PasskeyError::Signature),
        (assertion(|_| ()), 5, went_back(5)),
        (assertion(|_| ()), 6, went_back(6)),
        (assertion(|_| ()), u32::MAX, went_back(u32::MAX)),
    ]
}

fn judged_by(rules: &[Rule], own: &[OwnRule], json: &str, counter: u32) -> Result<Asserted, PasskeyError> {
    let (one, other) = (registered(SEED), registered([2; 32]));
    let allowed = [known(&other, 0), known(&one, counter)];
    let expected = Expected { party: PARTY, challenge: &CHALLENGE, person: PERSON, allowed: &allowed };
    judged(rules, own, &expected, &response::asserted(json).unwrap())
}

fn misjudged(rules: &[Rule], own: &[OwnRule]) -> Option<PasskeyError> {
    lies().into_iter().find_map(|(json, counter, error)| {
        (judged_by(rules, own, &json, counter) != Err(error)).then_some(error)
    })
}

#[test]
fn a_device_is_recognised_and_counted() {
    let mut device = SoftDevice::new(SEED);
    let kept = registered(SEED);
    let json = device.get(&options(), ORIGIN).unwrap();
    let allowed = [known(&kept, 0)];
    let expected = Expected { party: PARTY, challenge: &CHALLENGE, person: PERSON, allowed: &allowed };
    assert_eq!(assert(&expected, &json), Ok(Asserted { which: 0, counter: 1, user_verified: false }));
    let own = assertion(|said| said.user_handle = Some(encode(PERSON)));
    assert_eq!(judged_by(RULES, OWN, &own, 4).map(|found| (found.which, found.counter)), Ok((1, 5)));
}

#[test]
fn a_device_that_never_counts_is_taken_and_one_that_stops_is_not() {
    let device = SoftDevice::new(SEED);
    let options: Value = serde_json::from_str(&options()).unwrap();
    let said = device.said("webauthn.get", &options, PARTY.id.to_owned(), ORIGIN).unwrap();
    let json = device.assertion(&said).unwrap();
    assert_eq!(judged_by(RULES, OWN, &json, 0).map(|found| found.counter), Ok(0));
    let stopped = PasskeyError::CounterWentBack { kept: 1, given: 0 };
    assert_eq!(judged_by(RULES, OWN, &json, 1), Err(stopped));
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
fn a_passkey_that_was_not_asked_for_is_refused() {
    let other = registered([2; 32]);
    let json = assertion(|_| ());
    let known = [known(&other, 0)];
    let expected = |allowed| Expected { party: PARTY, challenge: &CHALLENGE, person: PERSON, allowed };
    assert_eq!(assert(&expected(&known), &json), Err(PasskeyError::Foreign));
    assert_eq!(assert(&expected(&[]), &json), Err(PasskeyError::Foreign));
    // The other's id with one's own signature.
    let posing = assertion(|said| said.credential = SoftDevice::new([2; 32]).credential());
    assert_eq!(assert(&expected(&known), &posing), Err(PasskeyError::Signature));
}

#[test]
fn the_key_is_that_of_the_credential_that_was_named() {
    let (one, other) = (registered(SEED), registered([2; 32]));
    let swapped = Known { credential: &one.credential, public_key: &other.public_key, counter: 0 };
    let expected = Expected { party: PARTY, challenge: &CHALLENGE, person: PERSON, allowed: &[swapped] };
    assert_eq!(assert(&expected, &assertion(|_| ())), Err(PasskeyError::Signature));
}

#[test]
fn the_options_are_those_of_the_specification() {
    let (own, other) = (SoftDevice::new(SEED).credential(), SoftDevice::new([2; 32]).credential());
    let found: Value = serde_json::from_str(&options()).unwrap();
    let expected = serde_json::json!({
        "challenge": encode(&CHALLENGE),
        "timeout": 300_000,
        "rpId": "keys.example.com",
        "allowCredentials": [
            {"type": "public-key", "id": encode(&other)},
            {"type": "public-key", "id": encode(&own)},
        ],
        "userVerification": "preferred",
    });
    assert_eq!(found, expected);
}
