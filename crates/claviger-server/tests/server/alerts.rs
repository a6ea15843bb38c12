//! Price alerts of a whole server: made over HTTP, fired by the background, counted, and there after a restart.

use crate::common::{Server, serve};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Alerts a few ticks to either side of the price: within seconds it comes to one of them.
fn create(server: &Server, token: &str) {
    let (status, ticker) = server.manage(token, "GET", "/ticker?pairs=XBTUSD", "");
    assert_eq!(status, 200, "{ticker}");
    let ticks: i64 = ticker["items"][0]["last"].as_str().unwrap().replace('.', "").parse().unwrap();
    for (kind, ticks) in [("above", ticks + 5), ("below", ticks - 5)] {
        let price = format!("{}.{}", ticks / 10, ticks % 10);
        let body = format!(r#"{{"pair":"XBTUSD","condition":{{"kind":"{kind}","price":"{price}"}}}}"#);
        let (status, made) = server.manage(token, "POST", "/alerts", &body);
        assert_eq!(status, 201, "{made}");
    }
}

fn fired(server: &Server, token: &str) -> Vec<Value> {
    let (status, page) = server.manage(token, "GET", "/alerts/fired", "");
    assert_eq!(status, 200, "{page}");
    page["items"].as_array().unwrap().clone()
}

#[test]
fn an_alert_fires_by_itself_is_counted_and_stays_on_record() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let token = server.token.clone().unwrap();
    create(&server, &token);
    let begun = Instant::now();
    while fired(&server, &token).is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing fired");
        std::thread::park_timeout(Duration::from_millis(50));
    }
    // what was read is on record; the count follows at once
    let counted = || {
        let (_, text) = server.get("/metrics");
        let line = text.lines().find_map(|line| line.strip_prefix("claviger_alerts_fired_total "));
        line.unwrap().parse::<usize>().unwrap()
    };
    while counted() == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "it was not counted");
        std::thread::park_timeout(Duration::from_millis(10));
    }
    let (_, audit) = server.manage(&token, "GET", "/audit?action=alert.fired", "");
    assert!(!audit["items"].as_array().unwrap().is_empty());
    let before = fired(&server, &token);
    server.stop();
    let server = serve(dir.path(), &[]);
    let after = fired(&server, &token);
    assert!(before.iter().all(|one| after.contains(one)), "{before:?} {after:?}");
    server.stop();
}
