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

const HELD: &str = "POST /0/private/Balance HTTP/1.1\r\nhost: a\r\ncontent-length: 20\r\n\r\nnonce=1";

/// A request of the API whose body never comes whole.
fn held(token: &str) -> String {
    format!(
        "POST /api/v1/keys HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 20\r\n\r\n{{"
    )
}

#[test]
fn bodies_held_back_keep_neither_calls_nor_a_revocation_out() {
    let dir = tempfile::tempdir().unwrap();
    let tight =
        ["limits.requests_in_flight=1", "limits.api_requests_in_flight=1", "limits.body_timeout_ms=9000"];
    let server = serve(dir.path(), &tight);
    let token = server.token.clone().unwrap();
    let key = server.create_key(&token, "bot");
    let mut callers: Vec<_> = (0..8).map(|_| server.connect()).collect();
    callers.iter_mut().for_each(|caller| caller.send(HELD));
    // Nor do bodies that nobody recognisable sends to the API.
    let mut strangers: Vec<_> = (0..8).map(|_| server.connect()).collect();
    strangers.iter_mut().for_each(|stranger| stranger.send(held("ClavAdm1nobody")));
    // Two of them at the same instant may meet in the only place there is; none keeps it.
    let turned_away =
        |answer: Option<(u16, _)>| answer.is_some_and(|(status, _)| [401, 503].contains(&status));
    assert!(strangers.iter_mut().all(|stranger| turned_away(stranger.answer())));
    std::thread::park_timeout(Duration::from_millis(300));
    assert_eq!(key.ask(&mut server.connect(), "Balance", "")["error"], serde_json::json!([]));
    let revoke = format!("/keys/{}/revoke", key.id);
    let (status, said) = server.manage(&token, "POST", &revoke, "{}");
    assert_eq!(status, 200, "{said}");
    drop((callers, strangers));
    server.stop();
}

#[test]
fn a_request_beyond_the_limit_is_refused_and_probes_still_answer() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["limits.api_requests_in_flight=1", "limits.body_timeout_ms=5000"]);
    let mut holds = server.connect();
    holds.send(held(server.token.as_deref().unwrap()));
    until(|| server.get("/metrics").1, |metrics| metrics.contains("claviger_requests_in_flight 1\n"));
    assert_eq!(server.get("/api/v1/openapi.json").0, 503);
    assert_eq!(server.get("/livez").0, 200);
    assert!(server.get("/0/public/Time").1.contains("unixtime"), "calls have places of their own");
    drop(holds);
    until(|| server.get("/api/v1/openapi.json").0.to_string(), |status| status == "200");
    assert!(server.get("/metrics").1.contains("claviger_requests_shed_total"));
    server.stop();
}

#[test]
fn calls_beyond_the_limit_are_told_that_nothing_was_done() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["limits.requests_in_flight=1", "limits.rate_max=1000000"]);
    let key = server.create_key(server.token.as_deref().unwrap(), "bot");
    let begun = Instant::now();
    let mut clients: Vec<_> = (0..8).map(|_| server.connect()).collect();
    let mut shed = false;
    while !shed && begun.elapsed() < Duration::from_secs(8) {
        clients.iter_mut().for_each(|client| client.send(key.call("Balance", "")));
        let answers: Vec<String> = clients.iter_mut().map(|client| client.answer().unwrap().1).collect();
        shed = answers.iter().any(|answer| answer == r#"{"error":["EService:Unavailable"]}"#);
    }
    assert!(shed, "eight at once were all answered, with room for one");
    server.stop();
}
