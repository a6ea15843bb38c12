//! The limits of sockets and requests, over real sockets, with a handler that only echoes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bodies;
#[path = "../support/client.rs"]
mod client;
mod common;
mod connections;
mod encrypted;
mod heads;
mod shutdown;
#[path = "../support/tls.rs"]
mod tls;
