//! P8: hostile input is only an error. Every parser over its committed corpus, then over seeded mutations of it, each
//! input under a cap on time and memory; and the teeth: parsers with a known fault, which this very runner must catch.
//!
//! `./test fuzz`, or `cargo test -p claviger-tests --test fuzz [-- PARSER]`; a longer run with `CLAVIGER_FUZZ_TIMES=N`
//! (N times as many mutations), another one with `CLAVIGER_SEED=N`. For hours, and guided by coverage, there are the
//! targets of `cargo fuzz` in `fuzz/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod teeth;

use claviger_tests::cases::{self, Case, Verdict};
use claviger_tests::chance::given_seed;
use claviger_tests::fuzzing::{CHILD, Corpus, ONE, Plan, child_main, one_main, smoke};
use claviger_tests::parsers::{self, Parser};
use std::process::ExitCode;

/// The seed of a run nobody gave one for: the same inputs on every machine.
const SEED: u64 = 1;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some(CHILD) => child_main(&arguments[1..], find),
        Some(ONE) => one_main(&arguments[1..], find),
        _ => cases::run(all_cases(), &arguments),
    }
}

fn find(name: &str) -> Option<fn(&[u8])> {
    parsers::find(name).map(|parser| parser.entry).or_else(|| teeth::find(name))
}

fn all_cases() -> Vec<Case> {
    let parsers = parsers::ALL.iter().map(|parser| Case::new(parser.name, move || over(parser)));
    parsers.chain(teeth::cases()).collect()
}

fn over(parser: &Parser) -> Verdict {
    let times = std::env::var("CLAVIGER_FUZZ_TIMES").map_or(1, |text| text.parse().expect("a number of times"));
    let plan = Plan {
        parser: parser.name.to_owned(),
        folder: Corpus::folder(parser.name),
        seed: given_seed().unwrap_or(SEED),
        count: parser.short.saturating_mul(times),
    };
    match smoke(&plan) {
        Ok(tried) => Verdict::Passed(format!("{tried} inputs")),
        Err(finding) => panic!("{finding}"),
    }
}
