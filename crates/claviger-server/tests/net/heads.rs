//! Headers: too slow, too large, too many, malformed; pipelined requests.

use crate::common::{start, tight};
use std::time::{Duration, Instant};

#[test]
fn pipelined_requests_are_answered_in_order() {
    let server = start(tight());
    let mut client = server.connect();
    let one = |number: usize| format!("POST /{number} HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc");
    client.send((0..50).map(one).collect::<String>());
    for number in 0..50 {
        assert_eq!(client.answer(), Some((200, format!("POST /{number} 3\n"))));
    }
}

#[test]
fn the_path_is_taken_as_it_was_sent() {
    let server = start(tight());
    let mut client = server.connect();
    for path in ["//a", "/a/../b", "/%2e%2e/a", "/a;b", "/%00", "/A%2fb", "/a//b"] {
        client.send(format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n"));
        assert_eq!(client.answer(), Some((200, format!("GET {path} 0\n"))));
    }
}

#[test]
fn a_client_that_drips_its_headers_is_closed() {
    let server = start(tight());
    let mut client = server.connect();
    let begun = Instant::now();
    client.send("GET / HTTP/1.1\r\n");
    while begun.elapsed() < Duration::from_secs(5) && client.try_send("x: y\r\n") {
        std::thread::park_timeout(Duration::from_millis(50));
    }
    assert!(begun.elapsed() >= Duration::from_millis(390), "it had {:?}", begun.elapsed());
    assert!(begun.elapsed() < Duration::from_secs(3), "it had {:?}", begun.elapsed());
    assert!(client.is_closed());
    assert_eq!((server.stats)().late, 1);
    assert_eq!(server.echo.begun.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[test]
fn headers_beyond_the_limit_are_refused() {
    let server = start(tight());
    let bomb = format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "y".repeat(64 * 1024));
    let many = format!("GET / HTTP/1.1\r\nhost: a\r\n{}\r\n", "x: y\r\n".repeat(64));
    let long = format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "y".repeat(70_000));
    for (bytes, status) in [(bomb, 431), (many, 431), (long, 414)] {
        let mut client = server.connect();
        client.try_send(bytes);
        // The rest of what was sent may reset the connection before the answer is read.
        if let Some((got, _)) = client.answer() {
            assert!(got == status || got == 431, "{got}");
        }
        assert!(client.is_closed());
    }
    let fits = format!("GET / HTTP/1.1\r\nhost: a\r\n{}\r\n", "x: y\r\n".repeat(63));
    let mut client = server.connect();
    client.send(fits);
    assert_eq!(client.answer().map(|(status, _)| status), Some(200));
}

#[test]
fn what_is_not_http_is_refused() {
    let server = start(tight());
    for bytes in [
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1, 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip\r\n\r\n",
        "GET / HTTP/1.1\r\nx y: z\r\n\r\n",
        "GET / HTTP/1.1\r\nx : z\r\n\r\n",
        "GET / HTTP/1.1\r\nx: a\u{0}b\r\n\r\n",
    ] {
        let mut client = server.connect();
        client.send(bytes);
        assert_eq!(client.answer().map(|(status, _)| status), Some(400), "{bytes:?}");
        assert!(client.is_closed());
    }
}
