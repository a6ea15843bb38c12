//! Whole-system tests: what no single crate can prove about itself.
//!
//! Each suite is a folder of its own beside this one and one `[[test]]` target in `Cargo.toml`. What two suites
//! share (starting a server, signing a call, reading its metrics) belongs in this library; what one suite needs
//! stays in its folder.
//!
//! * `layout`: the shape of the source tree. Which crate may use which, how large a file or a function may be,
//!   which words may not be written.
//! * `crash`: the server killed, stopped, cut from its disk and started again, under load.
//! * `canary`: secrets pushed through everything that takes bytes, and looked for in everything that comes out.
//! * `fuzz`: every parser over its corpus and over mutations of it; [`parsers`] are the entries, which the targets of
//!   `cargo fuzz` run, too.
//! * `teeth`: guards taken out of the sources, one at a time, and the tests that must notice; [`teeth`](mod@teeth) is the
//!   table.
//!
//! This crate may use every other one; no other crate may use it. It is never shipped, so it carries no promise
//! of its own: `PROMISES.md` says which suite proves which promise, and which deliberate fault that suite must
//! catch.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

pub mod admin;
pub mod canary;
pub mod cases;
pub mod chance;
pub mod fuzzing;
pub mod http;
pub mod mailbox;
pub mod parsers;
pub mod receiver;
pub mod scratch;
pub mod server;
pub mod teeth;
pub mod trader;
