//! P1, P3, P4, P6: the server killed, stopped, cut from its disk and started again, under load.
//!
//! `./test crash`, or `cargo test --release -p claviger-tests --test crash [-- CASE]` after `cargo build --release`.
//! The long run: `CLAVIGER_CRASH_ROUNDS=500`. `CLAVIGER_SEED=N` repeats the moments that were chosen; what the system
//! did in between it cannot repeat.
//!
//! Only answers that were read to their last byte before the kill or the cut count as acknowledged. After each of them the
//! data directory is copied and the copy is read with the engine itself; then the server is started on the original.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod book;
mod check;
mod image;
mod kill;
mod load;
mod replay;
mod world;

use claviger_tests::cases::{self, Case};
use claviger_tests::chance::{SEED, fresh_seed, given_seed};
use std::process::ExitCode;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let seed = given_seed().unwrap_or_else(fresh_seed);
    let rounds = std::env::var("CLAVIGER_CRASH_ROUNDS").map_or(40, |text| text.parse().expect("a number of rounds"));
    say(seed);
    cases::run(vec![Case::new("kill_loop", move || kill::loop_of(rounds, seed))], &wanted)
}

#[allow(clippy::print_stdout, reason = "the line to repeat a failure with")]
fn say(seed: u64) {
    println!("repeat: {SEED}={seed} cargo test --release -p claviger-tests --test crash -- CASE");
}
