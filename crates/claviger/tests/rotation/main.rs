//! P11: rotation without gap or tail. Random lives of keys on two nodes whose clocks differ, with a crash in any write,
//! against a small model; and what the model does not ask.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../doctored/mod.rs"]
mod doctored;
mod lives;
mod model;
mod pairs;
mod retiring;
mod world;
