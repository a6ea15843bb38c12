//! The console, driven through its router: who may see what, whose forms are taken, and what pages look like.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accounts;
mod check;
mod create;
mod door;
mod entries;
mod guards;
mod help;
mod history;
mod home;
mod hostile;
mod incidents;
mod keys;
mod matrix;
mod pages;
mod paper;
#[path = "../support/paper.rs"]
#[allow(dead_code, reason = "other suites use the rest")]
mod paper_desk;
mod prove;
mod reviews;
mod rotation;
mod seed;
mod settings;
mod sign_in;
mod stop;
mod team;
mod town;
mod welcome;
mod world;
