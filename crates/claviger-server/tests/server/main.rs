//! The whole server over real sockets on a data directory of its own: probes, metrics, starts and
//! stops, keys that outlive a restart, and everything that must keep it from starting.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod alerts;
mod calls;
mod cast;
mod certificate;
#[path = "../support/client.rs"]
mod client;
mod common;
mod doctor;
mod exports;
mod lifecycle;
mod logs;
mod master_key;
mod once;
mod overload;
mod people;
mod probes;
mod restore;
mod secrets;
mod strict;
#[path = "../support/tls.rs"]
mod tls;
mod witness;
