//! People: signing in, staying signed in, and what they prove it with. Each guard has a tooth, named in its test: the
//! line that, taken out, makes the test fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;

mod asked;
mod factors;
mod passwords;
mod races;
mod secrets;
mod sessions;
mod sign_in;
mod step_up;
mod tickets;
mod world;
