//! The exchange's wire.

use super::text;
use claviger_core::call::QueryDates;
use claviger_core::signature::SIGNATURE_BYTES;
use claviger_core::text::ClientName;
use claviger_kraken::limits::{MAX_BODY_BYTES, MAX_NAME_BYTES, MAX_PARAMS, MAX_VALUE_BYTES};
use claviger_kraken::parse::{
    FundingRequest, Head, Params, Request, Verb, parse_form, parse_json, parse_nonce, parse_request,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::net::{IpAddr, Ipv4Addr};

pub(super) fn form(bytes: &[u8]) {
    if let Ok(params) = parse_form(bytes) {
        is_within_limits(&params, bytes);
    }
}

pub(super) fn json(bytes: &[u8]) {
    if let Ok(params) = parse_json(bytes) {
        is_within_limits(&params, bytes);
    }
}

fn is_within_limits(params: &Params<'_>, bytes: &[u8]) {
    assert!(bytes.len() <= MAX_BODY_BYTES && params.len() <= MAX_PARAMS);
    for (name, value) in params.iter() {
        assert!(name.len() <= MAX_NAME_BYTES && value.len() <= MAX_VALUE_BYTES);
    }
    for name in ["nonce", "otp", "pair", "close[ordertype]"] {
        let _ = (params.given(name), params.one(name), params.need(name), params.list(name, 3));
    }
}

pub(super) fn nonce(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Ok(nonce) = parse_nonce(text) {
        let digits = text.trim_start_matches('0');
        assert_eq!(if digits.is_empty() { "0" } else { digits }, nonce.to_string());
    }
}

/// The bytes are a request as it is written down: a line with verb and target, header lines, an empty line, a body.
pub(super) fn request(bytes: &[u8]) {
    let split = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap_or(bytes.len());
    let (front, body) = (&bytes[..split], bytes.get(split + 2..).unwrap_or_default());
    let mut lines = front.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let mut words = first.splitn(2, |byte| *byte == b' ');
    let verb = http::Method::from_bytes(words.next().unwrap_or_default());
    let target = words.next().unwrap_or_default();
    let headers = headers(lines);
    let verb = verb.map_or(Verb::Other, |verb| Verb::from(&verb));
    match parse_request(verb, target, &Head::of(&headers), body) {
        Ok(Request::Public(public)) => is_within_limits(&public.params, body),
        Ok(Request::Signed(signed)) => {
            let source = IpAddr::V4(Ipv4Addr::LOCALHOST);
            let call = signed.call(QueryDates::default(), source, ClientName::default());
            assert_eq!(call.signature.len(), SIGNATURE_BYTES);
            // What is verified is what was received.
            assert_eq!((call.bytes.body, call.bytes.path), (body, target));
        }
        Ok(Request::Funding(funding)) => is_sound(&funding, target, body),
        Err(error) => drop(error.to_string()),
    }
}

/// The same, below `/funding/`: the bytes name what follows it.
pub(super) fn funding(bytes: &[u8]) {
    let split = bytes.iter().position(|byte| *byte == b' ').map_or(0, |at| at + 1);
    let (verb, rest) = bytes.split_at(split);
    request(&[verb, b"/funding/", rest].concat());
}

fn is_sound(funding: &FundingRequest<'_>, target: &[u8], body: &[u8]) {
    is_within_limits(&funding.query, target);
    is_within_limits(&funding.body, body);
    let source = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let call = funding.call(QueryDates::default(), source, ClientName::default());
    assert_eq!((call.bytes.body, call.bytes.path), (body, target));
    // What is signed has one reading: a nonce of digits, then nothing or an object.
    let text = std::str::from_utf8(call.bytes.nonce_text).expect("digits");
    assert_eq!(parse_nonce(text), Ok(call.nonce));
    assert!(!body.first().is_some_and(u8::is_ascii_digit));
    assert_eq!(call.action, funding.method.action());
}

/// Header lines as a server hands them over; lines it would not take are left out.
pub(super) fn headers<'a>(lines: impl Iterator<Item = &'a [u8]>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines.take(100) {
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = HeaderName::from_bytes(parts.next().unwrap_or_default());
        let value = HeaderValue::from_bytes(parts.next().unwrap_or_default().trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    headers
}
