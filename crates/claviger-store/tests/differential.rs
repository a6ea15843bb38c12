//! The differential run finds no difference where there is none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use claviger_store::differential::{differential, steps};
use claviger_store::{Faulty, MemoryStore};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_store_in_memory_agrees_with_itself(history in steps()) {
        let (plain, wrapped) = (MemoryStore::new(), Faulty::new(MemoryStore::new()));
        prop_assert!(differential(&history, &plain, &wrapped).is_ok());
    }
}
