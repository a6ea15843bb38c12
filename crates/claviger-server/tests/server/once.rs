//! P9 over the wire: a connection that is lost after any byte of the answer, or of the request, and the request sent
//! again: one effect, the same outcome, also after a restart.

use crate::common::{Server, serve};
use serde_json::Value;
use std::io::Read as _;

/// An answer is shorter than this.
const LONG: usize = 4096;

fn request(token: &str, key: &str, path: &str, body: &str) -> String {
    format!(
        "POST /api/v1{path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\nidempotency-key: {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Sends `request` and goes away after `bytes` of the answer; gives how many came.
fn lost_after(server: &Server, request: &str, bytes: usize) -> usize {
    let mut client = server.connect();
    client.send(request);
    let mut read = vec![0; bytes];
    let mut have = 0;
    while have < bytes {
        let answer_ends = String::from_utf8_lossy(&read[..have]).contains("\r\n\r\n") && ended(&read[..have]);
        if answer_ends {
            break;
        }
        have += client.stream.read(&mut read[have..]).unwrap();
    }
    have
}

fn ended(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let length = head.to_ascii_lowercase();
    let length = length.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    body.len() >= length.trim().parse().unwrap()
}

/// Sends it and reads all of it: status, whether it was answered before, body.
fn whole(server: &Server, request: &str) -> (u16, bool, Value) {
    let mut client = server.connect();
    client.send(request);
    let (status, head, body) = client.whole_answer().unwrap();
    (status, head.contains("idempotency-replayed: true"), serde_json::from_str(&body).unwrap())
}

/// The entries of the log that carry these words.
fn told(server: &Server, token: &str, action: &str) -> usize {
    let mut count = 0;
    let mut cursor = String::new();
    loop {
        let path = format!("/audit?limit=200&action={action}{cursor}");
        let (status, page) = server.manage(token, "GET", &path, "");
        assert_eq!(status, 200, "{page}");
        count += page["items"].as_array().unwrap().len();
        let Some(next) = page["next"].as_str() else { return count };
        cursor = format!("&cursor={next}");
    }
}

/// Every offset of the answer that makes a key, which also is the longest one.
#[test]
fn an_answer_lost_after_any_byte_is_given_again() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["limits.keys_per_account=10000"]);
    let token = server.token.clone().unwrap();
    let make = |n: usize| request(&token, &format!("k{n}"), "/keys", &format!(r#"{{"name":"bot {n}"}}"#));
    let length = lost_after(&server, &make(LONG), LONG);
    assert!((300..LONG).contains(&length), "{length}");
    for n in 0..=length {
        lost_after(&server, &make(n), n);
        let (status, _, key) = whole(&server, &make(n));
        assert_eq!((status, key["name"].as_str().unwrap()), (201, format!("bot {n}").as_str()), "{key}");
        let (status, again, same) = whole(&server, &make(n));
        assert!(
            status == 201 && again && same["id"] == key["id"] && same["private_key"].is_null(),
            "{n}: {same}"
        );
    }
    assert_eq!(told(&server, &token, "key.create"), length + 2);
    server.stop();
}

/// A few offsets of every other kind of change, in both directions.
#[test]
fn whatever_is_lost_of_whatever_change_it_is_made_once() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["limits.tokens_per_account=10000", "limits.keys_per_account=10000"]);
    let token = server.token.clone().unwrap();
    let mut keys: Vec<String> = Vec::new();
    let mut made = |n: &str| {
        let key = server.create_key(&token, n).id;
        keys.push(key.clone());
        key
    };
    type Kind<'a> = (&'a str, Box<dyn FnMut(&str) -> (String, String) + 'a>);
    let kinds: Vec<Kind<'_>> = vec![
        ("paper.deposit", Box::new(|_| ("/paper/deposits".into(), r#"{"asset":"USD","amount":"7"}"#.into()))),
        (
            "paper.address-add",
            Box::new(|n| {
                ("/paper/addresses".into(), format!(r#"{{"asset":"XBT","key":"a{n}","address":"bc1q{n}"}}"#))
            }),
        ),
        (
            "paper.order-place",
            Box::new(|_| {
                let order =
                    r#"{"pair":"XBTUSD","side":"buy","type":"limit","volume":"1","limit_price":"10"}"#;
                ("/paper/orders".into(), order.into())
            }),
        ),
        ("account.create", Box::new(|n| ("/accounts".into(), format!(r#"{{"name":"desk {n}"}}"#)))),
        ("token.create", Box::new(|n| ("/tokens".into(), format!(r#"{{"name":"t{n}","role":"viewer"}}"#)))),
        ("master-key.rotate", Box::new(|_| ("/master-key/rotate".into(), "{}".into()))),
        ("key.revoke", Box::new(|n| (format!("/keys/{}/revoke", made(n)), "{}".into()))),
    ];
    for (action, mut kind) in kinds {
        let before = told(&server, &token, action);
        let mut sent = 0;
        for at in [0, 1, 9, 80, 200, 400, LONG] {
            for cuts_answer in [true, false] {
                let n = format!("{at}{cuts_answer}");
                let (path, body) = kind(&n);
                let text = request(&token, &format!("{action}-{n}"), &path, &body);
                if cuts_answer {
                    lost_after(&server, &text, at);
                } else {
                    server.connect().send(&text[..at.min(text.len())]);
                }
                let (status, _, first) = whole(&server, &text);
                let (again, replayed, second) = whole(&server, &text);
                assert!((200..300).contains(&status) && again == status && replayed, "{action} {n}: {first}");
                assert_eq!(first["id"], second["id"], "{action} {n}");
                assert_eq!(first["reference"], second["reference"], "{action} {n}");
                sent += 1;
            }
        }
        assert_eq!(told(&server, &token, action) - before, sent, "{action}");
    }
    server.stop();
}

#[test]
fn it_is_remembered_across_a_restart_and_counted() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let token = server.token.clone().unwrap();
    let text = request(&token, "k", "/paper/deposits", r#"{"asset":"USD","amount":"7"}"#);
    let (_, _, first) = whole(&server, &text);
    server.stop();
    let server = serve(dir.path(), &[]);
    let (status, again, second) = whole(&server, &text);
    assert_eq!((status, again, second), (201, true, first));
    assert!(server.get("/metrics").1.contains("claviger_idempotency_keys 1"), "{}", server.get("/metrics").1);
    server.stop();
}
