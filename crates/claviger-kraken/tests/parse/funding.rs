//! The newer style: what stands in headers, what is signed, and which paths take which verbs.

use super::{SIGNATURE, key};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger_core::action::Action;
use claviger_core::call::QueryDates;
use claviger_core::otp::MAX_OTP_BYTES;
use claviger_core::signature::{sign, verify};
use claviger_core::text::ClientName;
use claviger_kraken::error::KrakenError;
use claviger_kraken::limits::MAX_BODY_BYTES;
use claviger_kraken::method::{Direction, FundingAct, FundingMethod, FundingRead};
use claviger_kraken::parse::{FundingRequest, Head, ParseError, Request, Verb, parse_request};
use http::HeaderMap;
use std::net::{IpAddr, Ipv4Addr};

const SECRET: &str =
    "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";
const NONCE: &str = "1616492376594";

fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in all {
        headers.append(*name, value.parse().unwrap());
    }
    headers
}

/// Key, signature and nonce, with these headers more.
fn signed(signature: &str, nonce: &str, more: &[(&'static str, &str)]) -> HeaderMap {
    let key = key().to_string();
    let mut all = vec![("api-key", key.as_str()), ("api-sign", signature), ("api-nonce", nonce)];
    all.extend(more);
    headers(&all)
}

fn parse<'a>(
    verb: Verb,
    target: &'a str,
    headers: &'a HeaderMap,
    body: &'a [u8],
) -> Result<FundingRequest<'a>, ParseError> {
    match parse_request(verb, target.as_bytes(), &Head::of(headers), body)? {
        Request::Funding(request) => Ok(request),
        other => panic!("{other:?}"),
    }
}

fn verifies(target: &str, signature: &str, nonce: &str) -> bool {
    let headers = signed(signature, nonce, &[]);
    let request = parse(Verb::Get, target, &headers, b"").unwrap();
    let call = request.call(QueryDates::default(), IpAddr::V4(Ipv4Addr::LOCALHOST), ClientName::default());
    let secret = STANDARD.decode(SECRET).unwrap();
    verify(&secret, call.bytes.path, &call.bytes.digest(), &call.signature)
}

#[test]
fn v5_and_v6_through_the_parser() {
    let (v5, v6) = (
        "yYxZeNH5UgFeG841NuiZqm5zjoS3cveFTirBsgZDWnh4fADlRy4dYkKf3FKFDEayhMj1+AAck1mZ0Uihv4PN1w==",
        "FzqM9GVMftQOOLTkBr4A+hwWg87e3k/hEoH9JWEPeeoaDYToOzLVC+wQpzgEFkEQYXp/iDu7qo5Dm8EAIHJszA==",
    );
    let asked = "/funding/v1/methods/withdraw?asset%5Bclass%5D=currency&asset%5Bname%5D=USDC&limit=50";
    assert!(verifies("/funding/v1/networks", v5, NONCE));
    assert!(verifies(asked, v6, NONCE));
    // The query is signed as it was received: no other writing of it, and no part left out.
    for other in [
        "/funding/v1/methods/withdraw?asset[class]=currency&asset[name]=USDC&limit=50",
        "/funding/v1/methods/withdraw?asset%5bclass%5d=currency&asset%5bname%5d=USDC&limit=50",
        "/funding/v1/methods/withdraw?asset%5Bclass%5D=currency&asset%5Bname%5D=USDC&limit=51",
        "/funding/v1/methods/withdraw?limit=50&asset%5Bclass%5D=currency&asset%5Bname%5D=USDC",
        "/funding/v1/methods/deposit?asset%5Bclass%5D=currency&asset%5Bname%5D=USDC&limit=50",
        "/funding/v1/methods/withdraw",
    ] {
        assert!(!verifies(other, v6, NONCE), "{other}");
    }
    assert!(!verifies("/funding/v1/networks?", v5, NONCE));
    assert!(!verifies("/funding/v1/networks", v5, "01616492376594"), "its text is signed, not its number");
}

/// Text of nonce and body are signed as one; no digit of the one is ever taken for one of the other.
#[test]
fn no_digit_moves_between_nonce_and_body() {
    let secret = STANDARD.decode(SECRET).unwrap();
    let headers_of_whole = signed(SIGNATURE, "123456", &[]);
    let whole = parse(Verb::Put, "/funding/v1/deposit/address", &headers_of_whole, b"").unwrap();
    let call = whole.call(QueryDates::default(), IpAddr::V4(Ipv4Addr::LOCALHOST), ClientName::default());
    let signature = STANDARD.encode(sign(&secret, call.bytes.path, &call.bytes.digest()));
    for (verb, target) in [
        (Verb::Put, "/funding/v1/deposit/address"),
        (Verb::Post, "/funding/v1/withdrawals"),
        (Verb::Get, "/funding/v1/networks"),
        (Verb::Delete, "/funding/v1/addresses/AB"),
    ] {
        let shifted = signed(&signature, "12345", &[]);
        assert!(parse(verb, target, &shifted, b"6").is_err(), "{target}");
    }
}

#[test]
fn each_header_stands_once_and_is_what_it_should_be() {
    let key = key().to_string();
    let (key, sign) = (("api-key", key.as_str()), ("api-sign", SIGNATURE));
    let nonce = ("api-nonce", NONCE);
    let long = "1".repeat(MAX_OTP_BYTES + 1);
    for (all, error, text) in [
        (vec![sign, nonce], ParseError::KeyMissing, KrakenError::InvalidKey),
        (vec![key, key, sign, nonce], ParseError::KeyRepeated, KrakenError::InvalidKey),
        (vec![key, nonce], ParseError::SignatureMissing, KrakenError::InvalidSignature),
        (vec![key, sign, sign, nonce], ParseError::SignatureRepeated, KrakenError::InvalidSignature),
        (vec![key, sign], ParseError::NonceMissing, KrakenError::InvalidNonce),
        (vec![key, sign, nonce, nonce], ParseError::NonceRepeated, KrakenError::InvalidNonce),
        (vec![key, sign, ("api-nonce", "1e3")], ParseError::NonceMalformed, KrakenError::InvalidNonce),
        (vec![key, sign, ("api-nonce", "-1")], ParseError::NonceMalformed, KrakenError::InvalidNonce),
        (
            vec![key, sign, ("api-nonce", "18446744073709551616")],
            ParseError::NonceMalformed,
            KrakenError::InvalidNonce,
        ),
        (vec![key, sign, ("api-nonce", "")], ParseError::NonceMalformed, KrakenError::InvalidNonce),
        (
            vec![key, sign, nonce, ("api-otp", "1"), ("api-otp", "1")],
            ParseError::OtpRepeated,
            KrakenError::InvalidSignature,
        ),
        (vec![key, sign, nonce, ("api-otp", &long)], ParseError::OtpTooLong, KrakenError::InvalidSignature),
    ] {
        let headers = headers(&all);
        let refused = parse(Verb::Get, "/funding/v1/networks", &headers, b"").unwrap_err();
        assert_eq!((refused, refused.kraken()), (error, text), "{all:?}");
    }
    let all = headers(&[key, sign, ("API-Nonce", "18446744073709551615"), ("API-OTP", "123456")]);
    let request = parse(Verb::Get, "/funding/v1/networks", &all, b"").unwrap();
    let call = request.call(QueryDates::default(), IpAddr::V4(Ipv4Addr::LOCALHOST), ClientName::default());
    assert_eq!(
        (call.nonce, call.otp, call.action),
        (u64::MAX, Some(&b"123456"[..]), Action::FundingNetworks)
    );
}

#[test]
fn a_path_and_its_verb_are_one_method_to_the_letter() {
    use FundingMethod::{Act, Read};
    let find = |verb, path: &'static str| FundingMethod::find(verb, path.as_bytes());
    for (verb, path, method) in [
        (Verb::Get, "/funding/v1/assets/deposit", Read(FundingRead::Assets(Direction::Deposit))),
        (Verb::Get, "/funding/v1/methods/withdraw", Read(FundingRead::Methods(Direction::Withdraw))),
        (Verb::Get, "/funding/v1/fees/abc", Read(FundingRead::Fees("abc"))),
        (Verb::Get, "/funding/v1/addresses", Read(FundingRead::Addresses)),
        (Verb::Post, "/funding/v1/addresses", Act(FundingAct::AddAddress)),
        (Verb::Put, "/funding/v1/addresses/AB1", Act(FundingAct::UpdateAddress("AB1"))),
        (Verb::Delete, "/funding/v1/addresses/AB1", Act(FundingAct::RemoveAddress("AB1"))),
        (Verb::Get, "/funding/v1/withdrawals", Read(FundingRead::Withdrawals)),
        (Verb::Post, "/funding/v1/withdrawals", Act(FundingAct::Withdraw)),
        (Verb::Get, "/funding/v2/deposit/addresses", Read(FundingRead::DepositAddresses)),
    ] {
        assert_eq!(find(verb, path), Ok(method), "{path}");
    }
    for (verb, path) in [
        (Verb::Post, "/funding/v1/networks"),
        (Verb::Put, "/funding/v1/withdrawals"),
        (Verb::Delete, "/funding/v1/addresses"),
        (Verb::Get, "/funding/v1/addresses/AB1"),
        (Verb::Post, "/funding/v1/addresses/AB1"),
        (Verb::Get, "/funding/v1/deposit/address"),
        (Verb::Other, "/funding/v1/deposits"),
    ] {
        assert_eq!(find(verb, path), Err(ParseError::Verb), "{path}");
    }
    for path in [
        "/funding/",
        "/funding/v1",
        "/funding/v1/",
        "/funding/v2/networks",
        "/funding/v1/networks/",
        "/funding/v1//networks",
        "/funding/v1/./networks",
        "/funding/v1/%6Eetworks",
        "/funding/v1/Networks",
        "/funding/v1/assets/sideways",
        "/funding/v1/fees/",
        "/funding/v1/limits/deposit/currency",
        "/funding/v1/limits/deposit/currency/XBT/more",
        "/funding/v1/addresses/",
        "/funding/v1/addresses/a/b",
        "/funding/v2/deposit/address",
    ] {
        for verb in [Verb::Get, Verb::Put, Verb::Delete] {
            assert_eq!(find(verb, path), Err(ParseError::UnknownMethod), "{path}");
        }
    }
    assert_eq!(find(Verb::Get, "/funding/v1/deposit/addresses"), Err(ParseError::Disabled));
}

#[test]
fn a_body_is_an_object_where_one_is_taken() {
    let headers = signed(SIGNATURE, NONCE, &[("content-type", "application/x-www-form-urlencoded")]);
    let post = |body| parse(Verb::Post, "/funding/v1/addresses", &headers, body);
    let nested = post(br#" {"scope":{"method_id":"m"},"name":"n"}"#).unwrap();
    assert_eq!(nested.body.one("scope[method_id]"), Ok(Some("m")), "JSON, whatever it says it is");
    for bad in [&b"name=n"[..], b"[]", b"1", b"{", b"{}x", b"\xff", br#"{"a":1,"a":2}"#] {
        assert!(post(bad).is_err(), "{bad:?}");
    }
    for (verb, target) in [(Verb::Get, "/funding/v1/addresses"), (Verb::Delete, "/funding/v1/addresses/AB1")]
    {
        assert_eq!(parse(verb, target, &headers, b"{}").unwrap_err(), ParseError::BodyUnexpected);
    }
    let long = vec![b' '; MAX_BODY_BYTES + 1];
    assert_eq!(post(&long).unwrap_err(), ParseError::BodyTooLong);
    let repeated = parse(Verb::Get, "/funding/v1/addresses?limit=1&limit=2", &headers, b"").unwrap();
    assert_eq!(repeated.query.one("limit"), Err(KrakenError::InvalidArgument("limit")));
    assert_eq!(
        parse(Verb::Get, "/funding/v1/addresses?limit=%zz", &headers, b"").unwrap_err(),
        ParseError::PercentEncoding
    );
}
