//! What a request costs before anything is looked up: `cargo bench -p claviger-kraken`.
#![allow(missing_docs, clippy::unwrap_used)]

use claviger_core::credential::ApiKey;
use claviger_kraken::parse::{Head, Verb, parse_request};
use criterion::{Criterion, criterion_group, criterion_main};
use http::HeaderMap;
use std::hint::black_box;

/// 64 bytes, as `API-Sign` carries them; parsing does not check it.
const SIGNATURE: &str =
    "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==";
const FORM: &str = "application/x-www-form-urlencoded";
const CALLS: [(&str, &str, &str, &str); 3] = [
    ("Balance, form", "/0/private/Balance", FORM, "nonce=1616492376594"),
    (
        "AddOrder, form",
        "/0/private/AddOrder",
        FORM,
        "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25",
    ),
    (
        "AddOrder, JSON",
        "/0/private/AddOrder",
        "application/json",
        r#"{"nonce":1616492376594,"ordertype":"limit","pair":"XBTUSD","price":"37500","type":"buy","volume":"1.25"}"#,
    ),
];

fn headers(content_type: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("API-Key", ApiKey::from_bytes([7; 32]).to_string().parse().unwrap());
    headers.insert("API-Sign", SIGNATURE.parse().unwrap());
    headers.insert("Content-Type", content_type.parse().unwrap());
    headers.insert("User-Agent", "python-requests/2.32.3".parse().unwrap());
    headers
}

fn benches(criterion: &mut Criterion) {
    for (name, path, content_type, body) in CALLS {
        let headers = headers(content_type);
        let parse = |headers, body: &'static str| {
            parse_request(Verb::Post, path.as_bytes(), &Head::of(headers), body.as_bytes()).is_ok()
        };
        assert!(parse(&headers, body), "{name}");
        criterion.bench_function(name, |b| b.iter(|| parse(black_box(&headers), black_box(body))));
    }
}

criterion_group!(parse_benches, benches);
criterion_main!(parse_benches);
