//! KRAKEN-WIRE.md §1.3, body authentication: through the real parser, then the real check.

use super::signed_with;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger_core::call::QueryDates;
use claviger_core::signature::{SignedBytes, verify};
use claviger_core::text::ClientName;
use claviger_kraken::parse::{Head, Request, Verb, parse_json, parse_request};
use std::net::{IpAddr, Ipv4Addr};

const SECRET: &str =
    "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";
const NONCE: u64 = 1_616_492_376_594;

/// Parses a signed call and says whether its signature is that of the secret.
fn verifies(secret: &[u8], path: &str, body: &str, signature: &str, nonce: u64) -> bool {
    let headers = signed_with(signature);
    let parsed = parse_request(Verb::Post, path.as_bytes(), &Head::of(&headers), body.as_bytes()).unwrap();
    let Request::Signed(request) = parsed else { panic!("a signed call") };
    let source = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let call = request.call(QueryDates::default(), source, ClientName::default());
    assert_eq!(call.nonce, nonce);
    verify(secret, call.bytes.path, &call.bytes.digest(), &call.signature)
}

/// The vector verifies, and stops verifying when any part of it changes.
fn golden(secret: &[u8], path: &str, body: &str, signature: &str, nonce: u64) {
    assert!(verifies(secret, path, body, signature, nonce));
    assert!(!verifies(b"another secret", path, body, signature, nonce));
    assert!(!verifies(secret, &format!("{path}?"), body, signature, nonce));
    assert!(!verifies(secret, "/0/private/Withdraw", body, signature, nonce));
    let other = signature.replacen(&signature[..1], if signature.starts_with('A') { "B" } else { "A" }, 1);
    assert!(!verifies(secret, path, body, &other, nonce));
}

fn secret() -> Vec<u8> {
    STANDARD.decode(SECRET).unwrap()
}

#[test]
fn v1_the_exchanges_own() {
    let body = "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25";
    let signature =
        "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==";
    golden(&secret(), "/0/private/AddOrder", body, signature, NONCE);
    assert!(!verifies(&secret(), "/0/private/AddOrder", &format!("{body}&"), signature, NONCE));
}

#[test]
fn v2_json_with_a_quoted_nonce() {
    let body = r#"{"nonce":"1616492376594","ordertype":"limit","pair":"XBTUSD","price":"37500","type":"buy","volume":"1.25"}"#;
    let signature =
        "r/o+GpKxXjV/mls/r5CKLu5R+yzK5psqvQ4hXxMX1nzdxTBhV+ui82QGgPZMMitpFwCOAdPEZMmXgZxD2chJEg==";
    golden(&secret(), "/0/private/AddOrder", body, signature, NONCE);
    assert!(!verifies(&secret(), "/0/private/AddOrder", &format!("{body} "), signature, NONCE));
}

/// Its method is not offered here, so the request stops at the path; parser and check are the same.
#[test]
fn v3_json_with_a_nonce_that_is_a_number() {
    let body = r#"{"nonce":1616492376594,"pair":"XBT/USD","depth":10}"#;
    let params = parse_json(body.as_bytes()).unwrap();
    let nonce_text = params.need("nonce").unwrap().as_bytes();
    let bytes = SignedBytes { path: b"/0/private/Level3", nonce_text, body: body.as_bytes() };
    let signature =
        "4iKJcUggYwvsD5rPEi9znRkPKhCejvm7ZFdBzbXWJzU2txCRL6m3kOGtwRqy6qOLjHw0SBdGhXmrsoRLDRS3JA==";
    let signature = STANDARD.decode(signature).unwrap().try_into().unwrap();
    assert!(verify(&secret(), bytes.path, &bytes.digest(), &signature));
}

#[test]
fn v4_nothing_but_a_nonce() {
    let signature =
        "1nH4vwR+8FHiYh1QT649xXkGd3JR3x0DWkgv3u9Ed/Qqv6KPtgQpEU4m+Emb/VgpEji3j1XNwI+HCbfXxmrTOg==";
    golden(&secret(), "/0/private/Balance", "nonce=1616492376594", signature, NONCE);
}

#[test]
fn v7_the_official_sdks() {
    let signature =
        "6i7+cpXVLDDnDOekgsRcgFQhkYFyPDSSxhSVA8OrA6vjziXcy2K1DP3n7f9B/Kgni71WjBSQusZKxduRsdF20Q==";
    let body = "nonce=1700000000000000000";
    golden(&[1; 32], "/0/private/Balance", body, signature, 1_700_000_000_000_000_000);
}
