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
];
