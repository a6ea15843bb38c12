//! `[limits]` of sockets and requests.

use crate::config::setting::{Setting, bytes, number, time};

pub(super) const SETTINGS: &[Setting] = &[
    number!(
        "limits",
        "connections",
        limits.net.connections,
        1..=1_000_000,
        "Most connections at once; more wait to be accepted."
    ),
    number!(
        "limits",
        "requests_in_flight",
        limits.net.requests_in_flight,
        1..=1_000_000,
        "Most calls being answered at once; more are told that the service is unavailable."
    ),
    number!(
        "limits",
        "api_requests_in_flight",
        limits.net.api_requests_in_flight,
        1..=1_000_000,
        "Most requests of the management API being answered at once, apart from calls, so that calls never keep a
revocation out."
    ),
    number!(
        "limits",
        "console_requests_in_flight",
        limits.net.console_requests_in_flight,
        1..=1_000_000,
        "Most pages of the console being made at once, apart from calls and the management API."
    ),
    number!(
        "limits",
        "console_streams",
        limits.net.console_streams,
        1..=1_000_000,
        "Most exports and live views of the console at once."
    ),
    number!(
        "limits",
        "console_streams_each",
        limits.net.console_streams_each,
        1..=1_000_000,
        "Most of them of one person or administration token, so that nobody takes those of all others."
    ),
    bytes!(
        "limits",
        "header_bytes",
        limits.net.header_bytes,
        8192..=1 << 20,
        "Most bytes of a request's line and headers."
    ),
    number!("limits", "headers", limits.net.headers, 8..=1000, "Most headers of a request."),
    bytes!("limits", "body_bytes", limits.net.body_bytes, 1024..=16 << 20, "Most bytes of a request's body; the management API takes 64KiB at most, whatever this says."),
    time!(
        millis,
        "limits",
        "tls_handshake_timeout_ms",
        limits.net.tls_handshake_timeout,
        100..=300_000,
        "How long a TLS handshake may take."
    ),
    time!(
        millis,
        "limits",
        "header_timeout_ms",
        limits.net.header_timeout,
        100..=300_000,
        "How long a request's headers may take, from their first byte."
    ),
    time!(
        millis,
        "limits",
        "body_timeout_ms",
        limits.net.body_timeout,
        100..=300_000,
        "How long a request's body may take."
    ),
    time!(
        millis,
        "limits",
        "idle_timeout_ms",
        limits.net.idle_timeout,
        100..=3_600_000,
        "How long a connection may be idle, or an answer may wait to be taken."
    ),
    time!(
        secs,
        "limits",
        "shutdown_grace_secs",
        limits.net.shutdown_grace,
        0..=600,
        "How long requests may take to end after the server was told to stop."
    ),
    number!(
        "limits",
        "http2_streams",
        limits.net.http2.streams,
        1..=10_000,
        "Most requests at once of one HTTP/2 connection; more are refused, and the client may try them again."
    ),
    bytes!(
        "limits",
        "http2_frame_bytes",
        limits.net.http2.frame_bytes,
        16_384..=16_777_215,
        "Most bytes of one HTTP/2 frame."
    ),
    bytes!(
        "limits",
        "http2_stream_window_bytes",
        limits.net.http2.stream_window_bytes,
        16_384..=16 << 20,
        "Most bytes of one HTTP/2 request's body on the way."
    ),
    bytes!(
        "limits",
        "http2_connection_window_bytes",
        limits.net.http2.connection_window_bytes,
        65_535..=64 << 20,
        "Most bytes of all bodies on the way of one HTTP/2 connection."
    ),
    bytes!(
        "limits",
        "http2_send_bytes",
        limits.net.http2.send_bytes,
        16_384..=16 << 20,
        "Most bytes of one HTTP/2 answer that wait to be sent."
    ),
    number!(
        "limits",
        "http2_resets",
        limits.net.http2.resets,
        1..=1_000_000,
        "Most requests that one HTTP/2 connection may take back, beyond those that were answered, before it is cut."
    ),
    time!(
        secs,
        "limits",
        "http2_ping_secs",
        limits.net.http2.ping,
        1..=3_600,
        "How often an HTTP/2 client is asked whether it is still there."
    ),
    time!(
        secs,
        "limits",
        "http2_ping_timeout_secs",
        limits.net.http2.ping_timeout,
        1..=600,
        "How long it may take to say so."
    ),
];
