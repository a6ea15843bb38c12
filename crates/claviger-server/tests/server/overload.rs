//! More at once than there may be: shed in the words of each surface, never queued without end.

use crate::common::serve;
use std::time::{Duration, Instant};

/// Asks until the answer is as it should be.
fn until(ask: impl Fn() -> String, fine: impl Fn(&str) -> bool) {
    let begun = Instant::now();
    loop {
        let answer = ask();
        if fine(&answer) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(4), "{answer}");
    }
}

#[test]
fn a_request_beyond_the_limit_is_refused_and_probes_still_answer() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["limits.requests_in_flight=1", "limits.body_timeout_ms=5000"]);
    let mut held = server.connect();
    held.send("POST /0/private/Balance HTTP/1.1\r\nhost: a\r\ncontent-length: 20\r\n\r\nnonce=1");
    until(|| server.get("/metrics").1, |metrics| metrics.contains("claviger_requests_in_flight 1\n"));
    let (status, body) = server.get("/0/public/Time");
    assert_eq!((status, body.as_str()), (200, r#"{"error":["EService:Unavailable"]}"#));
    assert_eq!(server.get("/api/v1/openapi.json").0, 503);
    assert_eq!(server.get("/livez").0, 200);
    drop(held);
    until(|| server.get("/0/public/Time").1, |answer| !answer.contains("EService"));
    assert!(server.get("/metrics").1.contains("claviger_requests_shed_total"));
    server.stop();
}
