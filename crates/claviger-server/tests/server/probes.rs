//! Liveness, readiness, metrics, and paths that are nobody's.

use crate::common::serve;
use std::time::{Duration, Instant};

#[test]
fn a_server_that_started_is_alive_and_ready() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["server.console=false"]);
    assert_eq!(server.get("/livez"), (200, "alive\n".to_owned()));
    assert_eq!(server.get("/healthz").0, 200);
    assert_eq!(server.get("/readyz"), (200, "ready\n".to_owned()));
    let (status, body) = server.get("/nowhere");
    assert_eq!(status, 404);
    assert!(body.contains("urn:claviger:problem:not-found"), "{body}");
    let mut client = server.connect();
    client.send("POST /readyz HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n");
    assert_eq!(client.answer().unwrap().0, 405);
    server.stop();
}

#[test]
fn a_lane_that_ended_is_not_ready() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    server.running().authority().lane().close();
    let begun = Instant::now();
    while server.get("/readyz").0 == 200 && begun.elapsed() < Duration::from_secs(5) {
        std::thread::park_timeout(Duration::from_millis(20));
    }
    let (status, body) = server.get("/readyz");
    assert_eq!(status, 503);
    assert!(body.starts_with("not ready: "), "{body}");
    assert_eq!(server.get("/livez").0, 200);
}

#[test]
fn metrics_count_what_happened() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let key = server.create_key(server.token.as_deref().unwrap(), "bot");
    let mut client = server.connect();
    key.ask(&mut client, "Balance", "");
    assert_eq!(key.ask(&mut client, "Withdraw", "")["error"][0], "EGeneral:Permission denied");
    assert_eq!(server.get("/0/public/Time").0, 200);
    let mut scrape = server.connect();
    scrape.send("GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n");
    let (status, head, text) = scrape.whole_answer().unwrap();
    assert_eq!(status, 200);
    assert!(head.contains("content-type: application/openmetrics-text"), "{head}");
    for line in [
        "claviger_calls_accepted_total 1",
        "claviger_calls_refused_total{reason=\"permission-missing\"} 1",
        "claviger_requests_total{surface=\"kraken\",status=\"2xx\"} 3",
        "claviger_requests_total{surface=\"kraken\",status=\"5xx\"} 0",
        "claviger_requests_total{surface=\"api\",status=\"2xx\"} 1",
        "claviger_requests_in_flight 0",
        "claviger_lane_healthy 1",
        "claviger_store_keys 1",
        "# EOF",
    ] {
        assert!(text.lines().any(|known| known == line), "{line}\n{text}");
    }
    for secret in [&key.api_key, &key.private_key, server.token.as_ref().unwrap()] {
        assert!(!text.contains(secret.as_str()));
    }
    server.stop();
}

#[test]
fn metrics_are_for_the_addresses_that_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["server.metrics_from=192.0.2.0/24", "server.trusted_proxies=127.0.0.1"]);
    let ask = |from: &str| {
        let mut client = server.connect();
        client.send(format!("GET /metrics HTTP/1.1\r\nhost: a\r\nx-forwarded-for: {from}\r\n\r\n"));
        client.answer().unwrap().0
    };
    assert_eq!(server.get("/metrics").0, 404);
    assert_eq!(ask("192.0.2.7"), 200);
    assert_eq!(ask("192.0.2.7, 198.51.100.1"), 404);
    server.stop();
}
