//! The contract of the store, clause by clause.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::Place;

fn fixture() -> Place {
    Place::new()
}

claviger_store::conformance_suite!(fixture);
