//! Notices follow what is on record (P13).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code, reason = "shared with the tests of members, which use other parts")]
#[path = "../team/world.rs"]
mod world;

mod apart;
mod channels;
mod crash;
mod dead;
mod habits;
mod judge;
mod liars;
mod post;
mod reminders;
mod told;
