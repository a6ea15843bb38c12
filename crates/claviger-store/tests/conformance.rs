//! The engine in memory keeps the contract.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use claviger_store::MemoryDisk;

fn fixture() -> MemoryDisk {
    MemoryDisk::default()
}

claviger_store::conformance_suite!(fixture);
