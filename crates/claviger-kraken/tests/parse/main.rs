//! The parsers: golden vectors, every rule, every limit at its edge, and random bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod form;
mod funding;
mod headers;
mod json;
mod paths;
mod properties;
mod signed;
mod vectors;

use claviger_core::credential::ApiKey;
use claviger_kraken::parse::{Head, ParseError, Request, SignedRequest, Verb, parse_request};
use http::HeaderMap;

/// 64 bytes, as `API-Sign` carries them.
const SIGNATURE: &str =
    "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==";

fn key() -> ApiKey {
    ApiKey::from_bytes([7; 32])
}

/// Headers of a signed call with this signature.
fn signed_with(signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("API-Key", key().to_string().parse().unwrap());
    headers.insert("API-Sign", signature.parse().unwrap());
    headers
}

/// Parses a signed Balance call with this body and content type.
fn balance<'a>(headers: &'a HeaderMap, body: &'a [u8]) -> Result<SignedRequest<'a>, ParseError> {
    match parse_request(Verb::Post, b"/0/private/Balance", &Head::of(headers), body)? {
        Request::Signed(signed) => Ok(signed),
        Request::Public(_) | Request::Funding(_) => panic!("Balance is private"),
    }
}

/// What a signed Balance call with this body is refused with.
fn refusal(body: &[u8]) -> ParseError {
    balance(&signed_with(SIGNATURE), body).unwrap_err()
}
