//! A report over the socket: bytes that are no envelope, where everything else is one.

use crate::client::Client;
use crate::common::{Key, serve};
use std::time::{Duration, Instant};

/// Makes a call; gives its content type and its body.
fn fetch(key: &Key, client: &mut Client, params: &str) -> (String, Vec<u8>) {
    client.send(key.call("RetrieveExport", params));
    let (status, head, body) = client.whole_bytes().unwrap();
    assert_eq!(status, 200, "{head}");
    let kind = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap();
    (kind.to_owned(), body)
}

#[test]
fn a_report_comes_as_bytes_and_an_error_as_an_envelope() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["limits.rate_max=1000"]);
    let token = server.token.clone().unwrap();
    let body = r#"{"name":"bot","permissions":["export-data","query-ledger"]}"#;
    let (status, made) = server.manage(&token, "POST", "/keys", body);
    assert_eq!(status, 201, "{made}");
    let key = Key::of(&made);
    let mut client = server.connect();
    let asked = key.ask(&mut client, "AddExport", "report=ledgers&description=mine");
    let id = asked["result"]["id"].as_str().unwrap_or_else(|| panic!("{asked}"));
    let begun = Instant::now();
    let archive = loop {
        // One connection throughout: what is no envelope does not end it.
        let (kind, body) = fetch(&key, &mut client, &format!("id={id}"));
        if kind == "application/octet-stream" {
            break body;
        }
        assert_eq!(kind, "application/json; charset=utf-8");
        assert_eq!(body, br#"{"error":["EService:Busy"]}"#);
        assert!(begun.elapsed() < Duration::from_secs(20), "it was never processed");
        std::thread::park_timeout(Duration::from_millis(200));
    };
    assert!(archive.starts_with(b"PK\x03\x04"));
    assert_eq!(fetch(&key, &mut client, &format!("id={id}")).1, archive);
    server.stop();
    let server = serve(dir.path(), &[]);
    let again = fetch(&key, &mut server.connect(), &format!("id={id}"));
    assert!(again.1 == archive, "another report after a restart");
    server.stop();
}
