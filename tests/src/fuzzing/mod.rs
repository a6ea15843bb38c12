//! A fuzz smoke run on the stable compiler: each parser in a process of its own, over its committed corpus and then
//! over seeded mutations of it, under a cap on memory and on the time of each input.
//!
//! The process is the cap: what panics, overflows the stack, allocates without bound or does not end takes its own
//! process with it, and the parent says which input did it.

mod child;
mod corpus;
mod mutate;
mod parent;

pub use child::{child_main, one_main};
pub use corpus::Corpus;
pub use parent::{Finding, Plan, smoke};

use std::time::Duration;

/// What one input may cost: a process that takes more memory than this above what it started with is stopped.
pub const MEMORY: u64 = 512 << 20;
/// What one input may take.
pub const TIME: Duration = Duration::from_secs(5);
/// The first argument of a process that is to run one parser.
pub const CHILD: &str = "--child";
/// The first argument of a process that is to run one parser over one file.
pub const ONE: &str = "--one";
