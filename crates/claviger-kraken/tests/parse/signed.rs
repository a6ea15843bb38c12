//! Nonce and second factor of a signed call, and the bytes that are signed.

use super::{SIGNATURE, balance, refusal, signed_with};
use claviger_core::call::QueryDates;
use claviger_core::otp::MAX_OTP_BYTES;
use claviger_core::text::ClientName;
use claviger_kraken::error::KrakenError;
use claviger_kraken::parse::{Head, ParseError, Request, Verb, parse_request};
use std::net::{IpAddr, Ipv4Addr};

/// The nonce of a body, as a number and as the text that is signed; and the second factor.
fn read(body: &str) -> (u64, String, Option<String>) {
    let headers = signed_with(SIGNATURE);
    let request = balance(&headers, body.as_bytes()).unwrap();
    let call = request.call(QueryDates::default(), IpAddr::V4(Ipv4Addr::LOCALHOST), ClientName::default());
    assert_eq!(call.bytes.body, body.as_bytes());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (call.nonce, text(call.bytes.nonce_text), call.otp.map(text))
}

#[test]
fn a_nonce_is_digits_in_any_of_three_writings() {
    for body in [
        "nonce=1700000000000000001",
        r#"{"nonce":"1700000000000000001"}"#,
        r#"{"nonce":1700000000000000001}"#,
    ] {
        assert_eq!(read(body), (1_700_000_000_000_000_001, "1700000000000000001".to_owned(), None));
    }
    for body in ["a=b&nonce=18446744073709551615", r#"{"x":{"y":[1]},"nonce":18446744073709551615}"#] {
        assert_eq!(read(body).0, u64::MAX);
    }
}

#[test]
fn the_signed_text_is_the_text_sent_decoded() {
    assert_eq!(read("nonce=0000042").1, "0000042");
    assert_eq!(read("nonce=%34%32"), (42, "42".to_owned(), None));
    assert_eq!(read(r#"{"nonce":"\u0034\u0032"}"#), (42, "42".to_owned(), None));
}

#[test]
fn anything_else_is_no_nonce() {
    for bad in [
        "nonce=",
        "nonce",
        "nonce=-1",
        "nonce=+1",
        "nonce=%2B1",
        "nonce=1.0",
        "nonce=1e3",
        "nonce=0x1",
        "nonce=1 ",
        "nonce=18446744073709551616",
        "nonce=000000000000000000001",
        "nonce=%D9%A1",
        r#"{"nonce":1.0}"#,
        r#"{"nonce":-1}"#,
        r#"{"nonce":1e3}"#,
        r#"{"nonce":true}"#,
        r#"{"nonce":" 1"}"#,
    ] {
        assert_eq!(refusal(bad.as_bytes()), ParseError::NonceMalformed, "{bad}");
    }
    for none in ["", "a=1", "Nonce=1", "{}", r#"{"nonce":null}"#, r#"{"a":{"nonce":1}}"#] {
        assert_eq!(refusal(none.as_bytes()), ParseError::NonceMissing, "{none}");
    }
    assert_eq!(ParseError::NonceMissing.kraken(), KrakenError::InvalidNonce);
}

#[test]
fn nonce_and_second_factor_stand_once() {
    for bad in ["nonce=1&nonce=2", "nonce=1&nonce=1", "nonce=1&nonce[]=2", r#"{"nonce":[1,2]}"#] {
        assert_eq!(refusal(bad.as_bytes()), ParseError::NotOneValue("nonce"), "{bad}");
    }
    assert_eq!(refusal(b"nonce=1&otp=1&otp=1"), ParseError::NotOneValue("otp"));
    assert_eq!(ParseError::NotOneValue("otp").kraken().to_string(), "EGeneral:Invalid arguments:otp");
    assert_eq!(refusal(br#"{"nonce":1,"otp":1,"otp":1}"#), ParseError::RepeatedMember);
}

#[test]
fn a_list_of_one_is_no_nonce_and_no_second_factor() {
    let forms = ["nonce[]=6", "nonce%5B%5D=6", "nonce[0]=6", "nonce=6&nonce[]=", "nonce=6&nonce[a]=1"];
    let json = [
        r#"{"nonce":[5]}"#,
        r#"{"nonce":["5"]}"#,
        r#"{"nonce":[[5]]}"#,
        r#"{"nonce":[]}"#,
        r#"{"nonce":[null]}"#,
        r#"{"nonce":{"a":5}}"#,
        r#"{"nonce":{}}"#,
    ];
    for bad in forms.into_iter().chain(json) {
        assert_eq!(refusal(bad.as_bytes()), ParseError::NotOneValue("nonce"), "{bad}");
    }
    for bad in ["nonce=6&otp[]=1", r#"{"nonce":6,"otp":["1"]}"#, r#"{"nonce":6,"otp":[]}"#] {
        assert_eq!(refusal(bad.as_bytes()), ParseError::NotOneValue("otp"), "{bad}");
    }
    let told = ParseError::NotOneValue("nonce").kraken();
    assert_eq!(told.to_string(), "EGeneral:Invalid arguments:nonce");
}

#[test]
fn a_second_factor_is_carried_as_sent_up_to_its_limit() {
    assert_eq!(read("nonce=1&otp=012345").2.as_deref(), Some("012345"));
    assert_eq!(read(r#"{"nonce":1,"otp":"p\u0061ss word"}"#).2.as_deref(), Some("pass word"));
    assert_eq!(read("nonce=1&otp=").2.as_deref(), Some(""));
    let otp = |bytes: usize| format!("nonce=1&otp={}", "x".repeat(bytes));
    assert_eq!(read(&otp(MAX_OTP_BYTES)).2.map(|otp| otp.len()), Some(MAX_OTP_BYTES));
    assert_eq!(refusal(otp(MAX_OTP_BYTES + 1).as_bytes()), ParseError::OtpTooLong);
}

/// `?validate=true` that is verified and then ignored would be a live order.
#[test]
fn a_signed_call_has_no_query_string() {
    let headers = signed_with(SIGNATURE);
    let ask = |target: &'static [u8]| parse_request(Verb::Post, target, &Head::of(&headers), b"nonce=1");
    for target in
        [&b"/0/private/AddOrder?validate=true"[..], b"/0/private/Balance?nonce=9", b"/0/private/Balance?x"]
    {
        assert_eq!(ask(target), Err(ParseError::QuerySigned));
    }
    assert!(ask(b"/0/private/Balance").is_ok());
    let Ok(Request::Signed(request)) = ask(b"/0/private/Balance?") else { panic!("nothing is asked there") };
    let call = request.call(QueryDates::default(), IpAddr::V4(Ipv4Addr::LOCALHOST), ClientName::default());
    assert_eq!(call.bytes.path, b"/0/private/Balance?", "signed as sent");
}

#[test]
fn a_scalar_stands_once_whether_it_is_read_or_not() {
    let headers = signed_with(SIGNATURE);
    let many = |n: usize| (0..n).map(|i| format!("&p{i}=1")).collect::<String>();
    let judged = |body: &str| balance(&headers, body.as_bytes()).unwrap().params.each_once();
    for bad in ["nonce=1&x=1&x=1", &format!("nonce=1{}&p3=2", many(40)), "x=1&nonce=1&aclass=a&aclass=b"] {
        assert_eq!(judged(bad), Err(KrakenError::InvalidArguments), "{bad}");
    }
    for good in
        ["nonce=1&txid=A&txid=B", "nonce=1&a[]=1&a[]=2", r#"{"nonce":1,"a":[1,1]}"#, "nonce=1&x=1&y=1"]
    {
        assert_eq!(judged(good), Ok(()), "{good}");
    }
    assert_eq!(judged(&format!("nonce=1{}", many(40))), Ok(()));
}
