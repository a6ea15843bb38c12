//! The management API, driven through its router: who may do what (P10), what leaves evidence
//! (P3), what is never told (P7), and the shapes of requests, answers and problems.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod addresses;
mod alerts;
mod bodies;
mod calls;
mod desk;
mod document;
mod entries;
mod held;
mod keys;
mod lists;
mod matrix;
mod once;
mod orders;
#[path = "../support/paper.rs"]
#[allow(dead_code, reason = "other suites use the rest")]
mod paper;
mod people;
mod requests;
mod rotation;
mod secrets;
mod ticker;
mod tokens;
mod world;
