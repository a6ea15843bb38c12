//! The tables of methods and of error texts, complete and as checked in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod document;
mod errors;
mod methods;
