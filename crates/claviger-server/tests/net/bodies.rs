//! Bodies: too large, too slow, broken off.

use crate::common::{start, tight};
use std::net::Shutdown;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

fn post(length: usize) -> String {
    format!("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\n\r\n{}", "x".repeat(length))
}

fn chunked(chunks: &[usize]) -> String {
    let chunks: String = chunks.iter().map(|size| format!("{size:x}\r\n{}\r\n", "x".repeat(*size))).collect();
    format!("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n{chunks}0\r\n\r\n")
}

#[test]
fn a_body_at_the_limit_is_taken_and_one_byte_more_is_not() {
    let server = start(tight());
    for (request, status) in [
        (post(1024), 200),
        (post(1025), 413),
        (chunked(&[1000, 24]), 200),
        (chunked(&[1000, 25]), 413),
        (chunked(&[1; 1024]), 200),
        (chunked(&[1; 1025]), 413),
        (post(500_000), 413),
    ] {
        let mut client = server.connect();
        client.send(&request);
        assert_eq!(client.answer().map(|(status, _)| status), Some(status), "{}", request.len());
        if status != 200 {
            assert!(client.is_closed());
        }
    }
}

#[test]
fn a_body_that_only_says_it_is_large_is_refused_at_once() {
    let server = start(tight());
    for (length, expect) in [(1_000_000_000_000u64, ""), (1025, "expect: 100-continue\r\n")] {
        let mut client = server.connect();
        client.send(format!("POST / HTTP/1.1\r\nhost: a\r\n{expect}content-length: {length}\r\n\r\n"));
        let begun = Instant::now();
        assert_eq!(client.answer().map(|(status, _)| status), Some(413), "nothing was asked to come: no 100");
        assert!(begun.elapsed() < Duration::from_millis(900));
        assert!(client.is_closed());
    }
}

#[test]
fn a_body_that_drips_is_answered_408() {
    let server = start(tight());
    let mut client = server.connect();
    client.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n");
    let begun = Instant::now();
    let mut drip = server.connect();
    drip.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n");
    while begun.elapsed() < Duration::from_secs(1) && drip.try_send("x") {
        std::thread::park_timeout(Duration::from_millis(50));
    }
    assert_eq!(client.answer().map(|(status, _)| status), Some(408));
    assert!(client.is_closed());
    assert!(matches!(drip.answer(), None | Some((408, _))));
}

#[test]
fn a_body_that_breaks_off_ends_the_request() {
    let server = start(tight());
    let mut client = server.connect();
    client.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\nabc");
    client.stream.shutdown(Shutdown::Write).unwrap();
    assert!(matches!(client.answer(), None | Some((400, _))));
    assert!(server.echo.begun.load(Ordering::SeqCst) <= 1);
}
