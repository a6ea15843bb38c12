//! JSON bodies.

use claviger_kraken::error::KrakenError;
use claviger_kraken::limits::{MAX_BODY_BYTES, MAX_JSON_DEPTH, MAX_NAME_BYTES, MAX_PARAMS, MAX_VALUE_BYTES};
use claviger_kraken::parse::{ParseError, parse_json};

fn pairs(body: &str) -> Vec<(String, String)> {
    let params = parse_json(body.as_bytes()).unwrap_or_else(|error| panic!("{body}: {error}"));
    params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn is(body: &str, expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    assert_eq!(pairs(body), expected, "{body}");
}

fn refused(body: &str) -> ParseError {
    parse_json(body.as_bytes()).expect_err(body)
}

#[test]
fn scalars_are_their_text() {
    is(" { } ", &[]);
    is(
        r#"{"a":"x","b":1.50,"c":true,"d":false,"e":null,"f":-0,"g":1E+2,"h":""}"#,
        &[("a", "x"), ("b", "1.50"), ("c", "true"), ("d", "false"), ("f", "-0"), ("g", "1E+2"), ("h", "")],
    );
}

#[test]
fn digits_never_pass_through_a_float() {
    for nonce in ["1700000000000000001", "9007199254740993", "18446744073709551615"] {
        is(&format!(r#"{{"nonce":{nonce}}}"#), &[("nonce", nonce)]);
    }
}

#[test]
fn nesting_becomes_bracketed_names_and_lists_repeat() {
    is(
        r#"{"close":{"ordertype":"limit","price":"1"},"txid":["A","B",7],"none":[]}"#,
        &[("close[ordertype]", "limit"), ("close[price]", "1"), ("txid", "A"), ("txid", "B"), ("txid", "7")],
    );
    is(
        r#"{"orders":[{"a":1},{"a":2},[3]]}"#,
        &[("orders[0][a]", "1"), ("orders[1][a]", "2"), ("orders[2]", "3")],
    );
}

#[test]
fn a_list_of_one_is_a_list_where_a_list_is_meant_and_refused_elsewhere() {
    let body = br#"{"txid":["A"],"price":["1"],"volume":[],"validate":{},"close":{"price":[2],"ordertype":"limit"}}"#;
    let params = parse_json(body).unwrap();
    assert_eq!(params.list("txid", 1).unwrap(), ["A"]);
    for name in ["txid", "price", "volume", "validate", "close[price]"] {
        assert_eq!(params.given(name), Err(KrakenError::InvalidArgument(name)));
    }
    assert_eq!(params.one("close[ordertype]"), Ok(Some("limit")));
    assert_eq!(params.one("absent"), Ok(None));
}

#[test]
fn strings_are_unescaped() {
    is(r#"{"a":"\"\\\/\b\f\n\r\t\u0041\u00e9\ud83e\udd16z"}"#, &[("a", "\"\\/\u{8}\u{c}\n\r\tAé🤖z")]);
    is(r#"{"n\u006fnce":"\u0031\u0032"}"#, &[("nonce", "12")]);
}

#[test]
fn a_member_that_stands_twice_is_refused() {
    for body in [
        r#"{"nonce":1,"nonce":1}"#,
        r#"{"nonce":1,"n\u006fnce":2}"#,
        r#"{"a":null,"a":1}"#,
        r#"{"a":[],"a":1}"#,
        r#"{"a":[1],"a":[2]}"#,
        r#"{"close":{"price":1,"price":2}}"#,
        r#"{"close":{"price":1},"close[price]":2}"#,
    ] {
        assert_eq!(refused(body), ParseError::RepeatedMember, "{body}");
    }
}

#[test]
fn malformed_json_is_refused() {
    for body in [
        "",
        " ",
        "[]",
        "1",
        "null",
        "{",
        "{}}",
        "{} x",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        r#"{,"a":1}"#,
        r#"{"a":1 "b":2}"#,
        r#"{a:1}"#,
        r#"{'a':1}"#,
        r#"{"a":01}"#,
        r#"{"a":+1}"#,
        r#"{"a":.5}"#,
        r#"{"a":1.}"#,
        r#"{"a":1e}"#,
        r#"{"a":-}"#,
        r#"{"a":0x1}"#,
        r#"{"a":NaN}"#,
        r#"{"a":True}"#,
        r#"{"a":nul}"#,
        r#"{"a":truely}"#,
        r#"{"a":[1,]}"#,
        r#"{"a":[1"#,
        r#"{"a":[}"#,
        r#"{"a":"x"#,
        r#"{"a":"\x"}"#,
        r#"{"a":"\u12"}"#,
        r#"{"a":"\ud800"}"#,
        r#"{"a":"\udc00"}"#,
        r#"{"a":"\ud800\u0041"}"#,
        "{\"a\":\"\n\"}",
        "{\"a\":1/*x*/}",
        "\u{feff}{}",
    ] {
        assert!(matches!(refused(body), ParseError::Json(_)), "{body}");
    }
    assert_eq!(parse_json(b"{\"a\":\"\xff\"}"), Err(ParseError::Utf8));
}

#[test]
fn every_limit_holds_at_its_edge() {
    let nested = |depth: usize| format!("{}{}", "{\"a\":".repeat(depth - 1) + "{", "}".repeat(depth));
    assert!(pairs(&nested(MAX_JSON_DEPTH)).is_empty());
    assert_eq!(refused(&nested(MAX_JSON_DEPTH + 1)), ParseError::JsonDepth);
    assert_eq!(refused(&format!("{{\"a\":{}", "[".repeat(60_000))), ParseError::JsonDepth);
    // The list itself is a value, too.
    let list = |count: usize, of: &str| format!("{{\"a\":[{}]}}", vec![of; count].join(","));
    assert_eq!(pairs(&list(MAX_PARAMS - 1, "1")).len(), MAX_PARAMS - 1);
    assert_eq!(refused(&list(MAX_PARAMS, "1")), ParseError::TooManyParams);
    assert_eq!(refused(&list(MAX_PARAMS, "null")), ParseError::TooManyParams);
    let name = |bytes: usize| format!("{{\"{}\":1}}", "n".repeat(bytes));
    assert_eq!(pairs(&name(MAX_NAME_BYTES)).len(), 1);
    assert_eq!(refused(&name(MAX_NAME_BYTES + 1)), ParseError::NameTooLong);
    let value = |bytes: usize| format!("{{\"a\":\"{}\"}}", "v".repeat(bytes));
    assert_eq!(pairs(&value(MAX_VALUE_BYTES)).len(), 1);
    assert_eq!(refused(&value(MAX_VALUE_BYTES + 1)), ParseError::ValueTooLong);
    assert_eq!(refused(&format!("{{\"a\":{}}}", "1".repeat(65))), ParseError::ValueTooLong);
    assert_eq!(parse_json(&vec![b' '; MAX_BODY_BYTES + 1]), Err(ParseError::BodyTooLong));
}
