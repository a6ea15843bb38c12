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
use std::collections::BTreeSet;
use std::path::Path;
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
    let complete = Case::new("nothing_left_out", nothing_left_out);
    std::iter::once(complete).chain(parsers).chain(teeth::cases()).collect()
}

/// Each parser has a target of `cargo fuzz` and a corpus, and nothing else has.
fn nothing_left_out() -> Verdict {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository");
    let manifest =
        std::fs::read_to_string(root.join("fuzz/Cargo.toml")).expect("the manifest of the targets");
    let names: BTreeSet<String> = parsers::ALL.iter().map(|parser| parser.name.to_owned()).collect();
    let bins = manifest.lines().filter_map(|line| line.strip_prefix("path = \"fuzz_targets/"));
    let bins: BTreeSet<String> =
        bins.filter_map(|rest| Some(rest.strip_suffix(".rs\"")?.to_owned())).collect();
    assert_eq!(bins, names, "in fuzz/Cargo.toml and among the parsers");
    assert_eq!(stems(&root.join("fuzz/fuzz_targets")), names, "in fuzz/fuzz_targets and among the parsers");
    assert_eq!(stems(&root.join("tests/fuzz/corpus")), names, "in tests/fuzz/corpus and among the parsers");
    for name in &names {
        let text =
            std::fs::read_to_string(root.join(format!("fuzz/fuzz_targets/{name}.rs"))).expect("just listed");
        assert!(text.contains(&format!("parsers::run(\"{name}\"")), "{name}.rs runs another parser");
    }
    Verdict::Passed(format!("{} parsers", names.len()))
}

fn stems(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    paths.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
}

fn over(parser: &Parser) -> Verdict {
    let times =
        std::env::var("CLAVIGER_FUZZ_TIMES").map_or(1, |text| text.parse().expect("a number of times"));
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
