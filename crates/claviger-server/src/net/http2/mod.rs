//! HTTP/2: many requests at once on one connection, under the limits HTTP/1 has and those that only it needs.
//!
//! | limit (`limits.…`) | what happens beyond it |
//! |---|---|
//! | `http2_streams` | the stream is refused, the connection stays |
//! | `header_bytes`, `headers` | 431 for that stream |
//! | frame and window sizes | the connection is ended as the protocol says |
//! | `http2_resets` | the connection is cut: it asks, and does not wait for answers |
//! | time of a header block, from its first byte | told to go, then cut |
//! | time without any request, whatever else is sent | told to go (GOAWAY), then cut |
//! | time an answer, or a write, waits to be taken | cut once nothing that was begun is left |
//! | time of a ping's answer | cut |
//!
//! Bodies are read under the same limits by the same code as those of HTTP/1 ([`super::body`]).

mod io;
mod meter;
mod serve;
mod streams;

#[cfg(test)]
mod tests;

pub(super) use serve::serve;
