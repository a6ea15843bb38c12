//! The same random history here and in memory: the same results, the same bytes (P16).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_store::MemoryStore;
use claviger_store::conformance::Fixture as _;
use claviger_store::differential::{differential, steps};
use common::Place;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_file_agrees_with_the_memory(history in steps()) {
        let place = Place::new();
        let store = place.open().unwrap();
        if let Err(broken) = differential(&history, &MemoryStore::new(), store.as_ref()) {
            prop_assert!(false, "{broken}");
        }
    }
}
