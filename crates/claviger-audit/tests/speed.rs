//! Recovery reads every entry since the last checkpoint; the peek must not be what it waits for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod common;

use claviger_audit::{decode, pack, peek, unpack};
use common::{balance, bytes_of};
use std::hint::black_box;
use std::time::Instant;

const ENTRIES: u32 = 1_000_000;

#[test]
#[ignore = "a measurement: cargo test --release -p claviger-audit --test speed -- --ignored --nocapture"]
fn five_million_peeks_a_second() {
    let mut blob = Vec::new();
    for _ in 0..ENTRIES {
        pack(&bytes_of(&balance()), &mut blob);
    }
    let peeking = Instant::now();
    for entry in unpack(&blob) {
        black_box(peek(entry.unwrap()).unwrap());
    }
    let peeking = peeking.elapsed();
    let decoding = Instant::now();
    for entry in unpack(&blob) {
        black_box(decode(entry.unwrap()).unwrap());
    }
    println!("peek {:?}, decode {:?} per entry", peeking / ENTRIES, decoding.elapsed() / ENTRIES);
    assert!(peeking.as_millis() <= 200, "{peeking:?} for {ENTRIES} entries");
}
