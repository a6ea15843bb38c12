//! `claviger bench`: the figures the project quotes about itself, each as a ratio within one run.
//!
//! Servers are children of this process on loopback; the generator is this process. Measurements
//! are interleaved, so that what the machine does meanwhile hits all of them alike; figures are
//! medians over the rounds.
#![allow(clippy::float_arithmetic, reason = "figures about speed, not about money")]

mod args;
mod calls;
mod child;
mod console;
mod dead;
mod deciding;
mod disk;
mod dry_run;
mod figures;
mod generator;
mod history;
mod keys;
mod many;
mod other;
mod report;
mod stage;
mod stop;
mod throughput;

pub(crate) use args::Bench;
