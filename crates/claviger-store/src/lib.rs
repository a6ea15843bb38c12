//! The store in memory, faults for any store, and the suite every engine must pass.
//!
//! Purpose: [`MemoryStore`], the plainest engine that keeps the contract of
//! [`claviger_core::store`]; [`Faulty`], a wrapper that makes any engine's commits fail, stall or
//! crash on demand; [`conformance`], one named test per clause of the contract, for every engine
//! alike; [`differential`], the same random history on two engines.
//!
//! It must not know: files, SQL, clocks (the time is an argument of every commit), wires.
//!
//! Promises it carries: P1 and P2 as far as a store keeps them (nonces, revisions, fencing), P3
//! (an entry with every change), P15 (time never falls), P16 (one behaviour, every engine). Their
//! teeth are engines that break one clause each; the suite must catch every one of them.
//!
//! An engine tests itself in a test file of its own:
//!
//! ```
//! # use claviger_store::{MemoryDisk, conformance::Fixture};
//! fn fixture() -> impl Fixture {
//!     MemoryDisk::default()
//! }
//! claviger_store::conformance_suite!(fixture);
//! ```

pub mod conformance;
pub mod differential;
mod fault;
mod memory;

pub use fault::{Fault, Faults, Faulty};
pub use memory::{MemoryDisk, MemoryStore};
