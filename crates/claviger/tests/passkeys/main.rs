//! A person's passkeys: each act with them on record, each answer of one good once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;

mod kept;
mod proved;
mod world;
