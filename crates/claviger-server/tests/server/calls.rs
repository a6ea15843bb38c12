//! Signed calls over the socket: what is signed is what was sent, and from whom.

use crate::common::serve;
use serde_json::json;

#[test]
fn a_key_works_from_its_creation_to_its_revocation() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let token = server.token.clone().unwrap();
    let key = server.create_key(&token, "bot");
    let mut client = server.connect();
    assert_eq!(key.ask(&mut client, "Balance", "")["result"]["ZUSD"], "100000.0000");
    let replay = key.call("Balance", "");
    for expected in [json!([]), json!(["EAPI:Invalid nonce"])] {
        client.send(&replay);
        let answer: serde_json::Value = serde_json::from_str(&client.answer().unwrap().1).unwrap();
        assert_eq!(answer["error"], expected);
    }
    let (status, revoked) = server.manage(&token, "POST", &format!("/keys/{}/revoke", key.id), "{}");
    assert_eq!(status, 200, "{revoked}");
    assert_eq!(key.ask(&mut client, "Balance", "")["error"][0], "EAPI:Invalid key");
    server.stop();
}

#[test]
fn a_path_is_signed_as_it_was_sent() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let key = server.create_key(server.token.as_deref().unwrap(), "bot");
    let call = key.call("Balance", "");
    for path in ["/0/private/%42alance", "/0/private//Balance", "/0/private/Balance/", "/0/private/Balance;x"]
    {
        let mut client = server.connect();
        client.send(call.replace("/0/private/Balance", path));
        let (status, body) = client.answer().unwrap();
        assert_eq!(status, 200);
        assert!(body.starts_with(r#"{"error":["E"#), "{path}: {body}");
    }
    for path in ["//0/private/Balance", "/x/../0/private/Balance", "/%30/private/Balance"] {
        let mut client = server.connect();
        client.send(call.replace("/0/private/Balance", path));
        assert_eq!(client.answer().unwrap().0, 404, "{path}");
    }
    let mut client = server.connect();
    client.send(&call);
    assert!(client.answer().unwrap().1.starts_with(r#"{"error":[],"#), "none of them burnt its nonce");
    server.stop();
}

#[test]
fn a_repeated_header_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let key = server.create_key(server.token.as_deref().unwrap(), "bot");
    let call = key.call("Balance", "");
    for name in ["api-key: ", "api-sign: "] {
        let line = call.lines().find(|line| line.starts_with(name)).unwrap();
        let mut client = server.connect();
        client.send(call.replacen(line, &format!("{line}\r\n{line}"), 1));
        let (status, body) = client.answer().unwrap();
        assert_eq!(status, 200);
        assert!(body.starts_with(r#"{"error":["E"#), "{name}: {body}");
    }
    server.stop();
}

#[test]
fn an_allowlist_believes_trusted_proxies_only() {
    for (proxies, forwarded, outcome) in [
        ("", "203.0.113.7", "EAPI:Invalid key"),
        ("127.0.0.1", "203.0.113.7", ""),
        ("127.0.0.1", "203.0.113.7, 198.51.100.9", "EAPI:Invalid key"),
        ("127.0.0.1", "198.51.100.9, 203.0.113.7", ""),
        ("192.0.2.1", "203.0.113.7", "EAPI:Invalid key"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let server = serve(dir.path(), &[&format!("server.trusted_proxies={proxies}")]);
        let token = server.token.clone().unwrap();
        let mut key = server.create_key(&token, "open");
        let body = r#"{"name":"bot","permissions":["query-funds"],"allowlist":["203.0.113.0/24"]}"#;
        let (status, made) = server.manage(&token, "POST", "/keys", body);
        assert_eq!(status, 201);
        key.api_key = made["api_key"].as_str().unwrap().to_owned();
        key.private_key = made["private_key"].as_str().unwrap().to_owned();
        let mut client = server.connect();
        let call = key.call("Balance", "");
        let headers = format!("host: a\r\nx-real-ip: 203.0.113.7\r\nx-forwarded-for: {forwarded}\r\n");
        client.send(call.replacen("host: a\r\n", &headers, 1));
        let answer: serde_json::Value = serde_json::from_str(&client.answer().unwrap().1).unwrap();
        assert_eq!(
            answer["error"].get(0).and_then(|error| error.as_str()).unwrap_or(""),
            outcome,
            "{forwarded}"
        );
        server.stop();
    }
}

#[test]
fn a_body_that_cannot_be_read_is_an_http_error() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["limits.body_bytes=1024", "limits.body_timeout_ms=200"]);
    let mut client = server.connect();
    client.send("POST /0/private/Balance HTTP/1.1\r\nhost: a\r\ncontent-length: 2000\r\n\r\n");
    client.try_send("x".repeat(2000));
    assert_eq!(client.answer().unwrap().0, 413);
    assert!(client.is_closed());
    let mut slow = server.connect();
    slow.send("POST /0/private/Balance HTTP/1.1\r\nhost: a\r\ncontent-length: 20\r\n\r\nnonce=");
    assert_eq!(slow.answer().unwrap().0, 408);
    server.stop();
}

#[test]
fn the_limits_of_bodies_are_those_of_the_management_api_too() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["limits.body_bytes=1024", "limits.body_timeout_ms=200"]);
    let head = format!(
        "POST /api/v1/keys HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n",
        server.token.as_deref().unwrap()
    );
    let mut large = server.connect();
    // Larger than what lies ready to be read: whoever is refused gets to see why.
    large.send(format!("{head}content-length: 500000\r\n\r\n{}", "x".repeat(500_000)));
    let (status, body) = large.answer().unwrap();
    assert_eq!(status, 413, "{body}");
    assert!(body.contains("1024") && !body.contains("65536"), "{body}");
    let mut slow = server.connect();
    slow.send(format!("{head}content-length: 20\r\n\r\n{{"));
    assert_eq!(slow.answer().unwrap().0, 408);
    server.stop();
}
