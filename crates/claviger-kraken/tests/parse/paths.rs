//! Paths and verbs.

use super::{SIGNATURE, signed_with};
use claviger_kraken::error::KrakenError;
use claviger_kraken::limits::{MAX_BODY_BYTES, MAX_TARGET_BYTES};
use claviger_kraken::parse::{Head, ParseError, Request, Verb, parse_request};

fn parse(verb: Verb, target: &str, body: &[u8]) -> Result<usize, ParseError> {
    let headers = signed_with(SIGNATURE);
    let parsed = parse_request(verb, target.as_bytes(), &Head::of(&headers), body)?;
    Ok(match parsed {
        Request::Public(request) => request.params.len(),
        Request::Signed(request) => request.params.len(),
        Request::Funding(request) => request.query.len() + request.body.len(),
    })
}

#[test]
fn a_path_is_taken_to_the_letter() {
    for path in [
        "",
        "/",
        "/0",
        "/0/private",
        "/0/private/",
        "/0/private/balance",
        "/0/private/Balance/",
        "//0/private/Balance",
        "/0//private/Balance",
        "/0/private//Balance",
        "/0/private/./Balance",
        "/0/public/../private/Balance",
        "/0/private/%42alance",
        "/0/private/Balance%2e",
        "/0/private/Balance;a=1",
        "/0/private/Balance%00",
        "/0/private/Balance ",
        "/1/private/Balance",
        "/0/Private/Balance",
        "/0/public/Balance",
        "/0/private/Time",
        "0/private/Balance",
        "/0/private/Balance#",
        "/0/private/Nonsense",
        "/0/private/GetOtc",
        "/0/private/Pay/",
        "/0/private/Pay/a/b",
        "/0/private/GetOtc*",
        "/0/private/Pay/*",
        "/0/private/funding/*",
        "/funding/v1/",
        "/funding/v3/deposits",
        "/0/public/CreditLines",
        "/0/private/GroupedBook",
    ] {
        assert_eq!(parse(Verb::Post, path, b"nonce=1"), Err(ParseError::UnknownMethod), "{path}");
    }
    assert_eq!(ParseError::UnknownMethod.kraken(), KrakenError::UnknownMethod);
    assert_eq!(parse(Verb::Post, "/0/private/Balance", b"nonce=1"), Ok(1));
}

#[test]
fn public_methods_answer_get_and_post_and_private_ones_post() {
    assert_eq!(parse(Verb::Get, "/0/public/Ticker?pair=XBTUSD&a", b"ignored=1"), Ok(2));
    assert_eq!(parse(Verb::Post, "/0/public/Ticker?pair=XBTUSD", b"a=1&b=2"), Ok(3));
    assert_eq!(parse(Verb::Post, "/0/public/Ticker", br#"{"pair":"XBTUSD"}"#), Ok(1));
    assert_eq!(parse(Verb::Other, "/0/public/Ticker", b""), Err(ParseError::Verb));
    // the documents of this one put a body into a GET
    assert_eq!(parse(Verb::Get, "/0/public/GroupedBook", br#"{"pair":"BTC/USD","depth":10}"#), Ok(2));
    for verb in [Verb::Get, Verb::Other] {
        let refusal = parse(verb, "/0/private/Balance", b"nonce=1").unwrap_err();
        assert_eq!((refusal, refusal.kraken()), (ParseError::Verb, KrakenError::InvalidArguments));
    }
}

#[test]
fn what_is_not_offered_says_so_whatever_else_is_wrong() {
    for (verb, path) in [
        (Verb::Get, "/0/private/GetWebSocketsToken"),
        (Verb::Post, "/0/private/WalletTransfer"),
        (Verb::Post, "/0/private/GetOtcPairs"),
        (Verb::Post, "/0/private/Pay/Quote"),
        (Verb::Get, "/0/public/MaintenanceSchedule?symbol=X"),
        (Verb::Get, "/funding/v1/deposit/addresses?x=1"),
        (Verb::Other, "/funding/v1/deposit/addresses"),
    ] {
        assert_eq!(parse(verb, path, b"%"), Err(ParseError::Disabled), "{path}");
    }
    assert_eq!(ParseError::Disabled.kraken(), KrakenError::FeatureDisabled);
}

#[test]
fn lengths_are_limited_before_anything_is_parsed() {
    let target = |bytes: usize| format!("{:a<bytes$}", "/0/public/Time?");
    assert!(matches!(parse(Verb::Get, &target(MAX_TARGET_BYTES), b""), Err(ParseError::NameTooLong)));
    assert_eq!(parse(Verb::Get, &target(MAX_TARGET_BYTES + 1), b""), Err(ParseError::TargetTooLong));
    let body = |bytes: usize| format!("nonce=1{}", "&".repeat(bytes - 7)).into_bytes();
    assert_eq!(parse(Verb::Post, "/0/private/Balance", &body(MAX_BODY_BYTES)), Ok(1));
    assert_eq!(
        parse(Verb::Post, "/0/private/Balance", &body(MAX_BODY_BYTES + 1)),
        Err(ParseError::BodyTooLong)
    );
}
