//! Messages to receivers that do what they should, and to those that do everything else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod guarded;
mod hostile;
mod sink;
mod smtp;
