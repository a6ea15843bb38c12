//! Members, their invitations and reset links, their keys and tokens, and how they go.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;

mod edit;
mod handed_over;
mod invited;
mod joined;
mod links;
mod named;
mod reach;
mod removed;
mod reset;
mod seen;
mod stopped;
mod tokens;
#[allow(dead_code, reason = "shared with the tests of notices, which use other parts")]
mod world;
