//! People: signing in, staying signed in, and what they prove it with. Each guard has a tooth: a store that does not keep
//! it, in `teeth.rs`, or the line that, taken out, makes the test fail, named in the test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../doctored/mod.rs"]
mod doctored;

mod asked;
mod factors;
mod passwords;
mod races;
mod secrets;
mod sessions;
mod sign_in;
mod step_up;
mod teeth;
mod tickets;
mod world;
