//! The authority at work: what a Rust program embeds, and what the server wraps.
//!
//! Purpose: a cache of opened keys, the **commit lane** that settles every verified call by one
//! durable conditional write, and the use cases (`manage`) that create, change and revoke keys.
//!
//! It must not know: any wire, HTTP, SQL, or what an upstream does with a call. It is given a
//! [`claviger_core::store::Store`], a keyring, a clock and limits.
//!
//! Promises it carries: P1 (a claim is answered *go* or *not done* by one atomic step), P2 (no
//! accept after a revoke: the commit checks the revision, the cache only guesses), P3 (the claim
//! entry is durable before the effect), P6 (a store that fails or stalls refuses within two
//! seconds, and is read again before it serves).

mod admit;
mod authority;
mod cache;
mod change;
pub mod clock;
mod directory;
pub mod gate;
mod hashing;
pub mod lane;
pub mod limits;
pub mod manage;
pub mod notices;
mod read;
mod secrets;
pub mod stats;
pub mod usage;

pub use admit::{Admitted, Closing, KeyInfo, Killed, NotRecorded, OrderLookup, Rate, Refusal, Standing};
pub use authority::{Authority, StartError};
pub use change::ChangeError;
pub use claviger_core as core;
pub use limits::Limits;
pub use secrets::{OsEntropy, Secrets};
