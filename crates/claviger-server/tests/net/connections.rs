//! How many connections there may be, and how long they may do nothing.

use crate::common::{start, tight};
use claviger_server::config::NetLimits;
use std::time::{Duration, Instant};

const GET: &str = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

#[test]
fn an_idle_connection_is_closed_and_a_used_one_is_not() {
    let server = start(tight());
    let (mut idle, mut used) = (server.connect(), server.connect());
    let begun = Instant::now();
    used.send(GET);
    assert!(used.answer().is_some());
    while begun.elapsed() < Duration::from_millis(1500) {
        std::thread::park_timeout(Duration::from_millis(100));
        used.send(GET);
        assert!(used.answer().is_some());
    }
    assert!(idle.is_closed());
    assert!(used.is_closed(), "it was not used any more, so it is idle, too");
    assert_eq!((server.stats)().late, 2);
}

#[test]
fn a_slow_answer_is_not_an_idle_connection() {
    let limits = NetLimits { idle_timeout: Duration::from_millis(150), ..tight() };
    let server = start(limits);
    let mut client = server.connect();
    client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
    assert_eq!(client.answer().map(|(status, _)| status), Some(200));
}

#[test]
fn a_connection_beyond_the_limit_waits() {
    let limits = NetLimits { connections: 2, idle_timeout: Duration::from_secs(60), ..tight() };
    let server = start(limits);
    let (mut first, mut second, mut third) = (server.connect(), server.connect(), server.connect());
    first.send(GET);
    second.send(GET);
    assert!(first.answer().is_some() && second.answer().is_some());
    third.send(GET);
    third.stream.set_nonblocking(true).unwrap();
    std::thread::park_timeout(Duration::from_millis(300));
    assert_eq!((server.stats)().accepted, 2);
    drop(first);
    third.stream.set_nonblocking(false).unwrap();
    assert_eq!(third.answer().map(|(status, _)| status), Some(200));
}

#[test]
fn hundreds_of_idle_connections_do_not_slow_a_call() {
    let server = start(NetLimits { idle_timeout: Duration::from_secs(60), ..tight() });
    let idle: Vec<_> = (0..400).map(|_| server.connect()).collect();
    let mut client = server.connect();
    let begun = Instant::now();
    for _ in 0..100 {
        client.send(GET);
        assert!(client.answer().is_some());
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!((server.stats)().open, idle.len() + 1);
}

#[test]
fn a_client_that_does_not_take_its_answers_is_closed() {
    let server = start(tight());
    let mut client = server.connect();
    // Answers of about a hundred bytes each fill every buffer on the way.
    let many = GET.repeat(2_000);
    let begun = Instant::now();
    client.stream.set_write_timeout(Some(Duration::from_secs(5))).unwrap();
    while client.try_send(&many) && begun.elapsed() < Duration::from_secs(10) {}
    assert!(begun.elapsed() < Duration::from_secs(10), "it was read for ever");
    assert_eq!((server.stats)().late, 1);
}
