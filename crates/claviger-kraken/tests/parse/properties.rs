//! Random bytes: only ever an error, and what parses keeps what was sent.

use super::{SIGNATURE, signed_with};
use claviger_kraken::limits::{MAX_NAME_BYTES, MAX_PARAMS};
use claviger_kraken::parse::{Head, Verb, parse_form, parse_json, parse_nonce, parse_request};
use proptest::prelude::*;

/// Bytes that look like JSON now and then.
fn json_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "d800",
        "nonce",
        "1",
        "0",
        "-",
        ".",
        "e",
        "true",
        "null",
        " ",
        "{\"a\":",
        "\"b\":\"c\"",
        "é",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat().into_bytes())
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), json in json_like()) {
        for body in [&bytes, &json] {
            let _ = parse_form(body);
            let _ = parse_json(body);
            let headers = signed_with(SIGNATURE);
            for verb in [Verb::Get, Verb::Post, Verb::Other] {
                let _ = parse_request(verb, b"/0/private/AddOrder", &Head::of(&headers), body);
                let _ = parse_request(verb, body, &Head::of(&headers), body);
            }
        }
    }

    #[test]
    fn whatever_parses_is_within_the_limits(json in json_like()) {
        if let Ok(params) = parse_json(&json) {
            prop_assert!(params.len() <= MAX_PARAMS);
            prop_assert!(params.iter().all(|(name, _)| name.len() <= MAX_NAME_BYTES));
            // The general library, strict in the same ways, takes it too.
            prop_assert!(serde_json::from_slice::<serde_json::Value>(&json).is_ok());
        }
    }

    #[test]
    fn json_reads_as_the_general_library_reads_it(members in prop::collection::btree_map("[a-z]{1,8}", "\\PC{0,12}", 0..8)) {
        let body = serde_json::to_vec(&members).unwrap();
        let params = parse_json(&body).unwrap();
        let read: Vec<_> = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        prop_assert_eq!(read, members.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn forms_read_back(pairs in prop::collection::vec(("[a-z]{1,8}", "\\PC{0,12}"), 0..8)) {
        let body: Vec<String> = pairs.iter().map(|(n, v)| format!("{}={}", percent(n), percent(v))).collect();
        let body = body.join("&");
        let params = parse_form(body.as_bytes()).unwrap();
        let read: Vec<_> = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        prop_assert_eq!(read, pairs);
    }

    #[test]
    fn a_nonce_is_exactly_the_digits_of_a_u64(text in "\\PC{0,24}", digits in "[0-9]{1,22}") {
        for text in [text, digits] {
            let plain = !text.is_empty() && text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit());
            let fits = text.parse::<u128>().is_ok_and(|number| number <= u128::from(u64::MAX));
            prop_assert_eq!(parse_nonce(&text).is_ok(), plain && fits);
        }
    }
}
