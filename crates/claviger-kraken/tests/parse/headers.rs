//! Headers of a signed call.

use super::{SIGNATURE, balance, key, signed_with};
use claviger_kraken::error::KrakenError;
use claviger_kraken::parse::{BodyKind, Head, ParseError, Request, Verb, parse_request};
use http::HeaderMap;

const BODY: &[u8] = b"nonce=1";

fn refused(headers: &HeaderMap) -> ParseError {
    balance(headers, BODY).unwrap_err()
}

#[test]
fn names_do_not_mind_case_and_values_are_read() {
    let headers = signed_with(SIGNATURE);
    let request = balance(&headers, BODY).unwrap();
    assert_eq!(request.api_key, key());
    assert_eq!(request.signature[..4], [0xe3, 0xf7, 0x69, 0xc5]);
}

#[test]
fn a_missing_or_repeated_header_is_refused() {
    for (name, missing, repeated) in [
        ("api-key", ParseError::KeyMissing, ParseError::KeyRepeated),
        ("api-sign", ParseError::SignatureMissing, ParseError::SignatureRepeated),
    ] {
        let mut headers = signed_with(SIGNATURE);
        let value = headers.get(name).unwrap().clone();
        headers.append(name, value);
        assert_eq!(refused(&headers), repeated);
        headers.remove(name);
        assert_eq!(refused(&headers), missing);
    }
}

#[test]
fn a_malformed_key_answers_as_an_unknown_one() {
    let good = key().to_string();
    let foreign = "A".repeat(56);
    for bad in ["", &good[1..], &format!("{good} "), &format!("{good}{good}"), &foreign, &good.to_lowercase()]
    {
        let mut headers = signed_with(SIGNATURE);
        headers.insert("API-Key", bad.parse().unwrap());
        let refusal = refused(&headers);
        assert!(matches!(refusal, ParseError::KeyMalformed(_)), "{bad}: {refusal:?}");
        assert_eq!(refusal.kraken(), KrakenError::InvalidKey);
    }
}

#[test]
fn a_signature_is_canonical_base64_of_64_bytes() {
    let url_alphabet = SIGNATURE.replace('/', "_");
    let not_canonical = SIGNATURE.replace("UQ==", "UR==");
    let bytes_63 = format!("{}=A=", &SIGNATURE[..85]);
    for bad in [
        "",
        SIGNATURE.trim_end_matches('='),
        &format!("{SIGNATURE}="),
        &format!("{SIGNATURE}{SIGNATURE}"),
        &url_alphabet,
        &not_canonical,
        &bytes_63,
        &"A".repeat(88),
        &"=".repeat(88),
    ] {
        let refusal = refused(&signed_with(bad));
        assert_eq!(refusal, ParseError::SignatureMalformed, "{bad}");
        assert_eq!(refusal.kraken(), KrakenError::InvalidSignature);
    }
}

#[test]
fn a_content_type_may_be_exact_vague_or_absent() {
    for (value, kind) in [
        ("application/x-www-form-urlencoded", BodyKind::Form),
        ("application/x-www-form-urlencoded; charset=utf-8", BodyKind::Form),
        ("APPLICATION/JSON ;charset=utf-8", BodyKind::Json),
        ("text/plain", BodyKind::Unsaid),
        ("", BodyKind::Unsaid),
    ] {
        assert_eq!(BodyKind::of(Some(value.as_bytes())), kind, "{value}");
    }
    assert_eq!(BodyKind::of(None), BodyKind::Unsaid);
}

#[test]
fn the_body_is_read_as_its_type_or_its_first_byte_says() {
    let read = |kind: Option<&'static str>, body: &'static str| {
        let mut headers = signed_with(SIGNATURE);
        if let Some(kind) = kind {
            headers.insert("content-type", kind.parse().unwrap());
        }
        balance(&headers, body.as_bytes()).map(|request| request.nonce)
    };
    for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded; charset=utf-8")] {
        assert_eq!(read(kind, "nonce=5"), Ok(5), "{kind:?}");
    }
    let form = Some("application/x-www-form-urlencoded");
    for kind in [None, Some("text/plain"), Some("application/json"), form] {
        assert_eq!(read(kind, " {\"nonce\":5}"), Ok(5), "{kind:?}");
    }
    assert!(matches!(read(Some("application/json"), "nonce=5"), Err(ParseError::Json(0))));
}

#[test]
fn a_public_method_may_name_a_key() {
    let parse =
        |headers: &HeaderMap| match parse_request(Verb::Get, b"/0/public/Time", &Head::of(headers), b"") {
            Ok(Request::Public(request)) => Ok(request.api_key),
            Ok(Request::Signed(_) | Request::Funding(_)) => panic!("Time is public"),
            Err(error) => Err(error),
        };
    let mut headers = HeaderMap::new();
    assert_eq!(parse(&headers), Ok(None));
    headers.insert("API-Key", key().to_string().parse().unwrap());
    assert_eq!(parse(&headers), Ok(Some(key())));
    headers.append("API-Key", key().to_string().parse().unwrap());
    assert_eq!(parse(&headers), Err(ParseError::KeyRepeated));
    headers.insert("API-Key", "x".parse().unwrap());
    assert!(matches!(parse(&headers), Err(ParseError::KeyMalformed(_))));
}
