//! Guards taken out, one at a time: the test that is named for each must fail then.
//!
//! `./test teeth`, or `cargo test -p claviger-tests --test teeth [-- WORD]`. The table is beside this file, a file for what
//! is guarded against. Everything is done to a copy of the working tree, with a target folder of its own, in
//! `target/teeth`; the first run builds all of it. A guard that is not found once, one without which nothing builds or no
//! test is run, and one that no test misses, is a failure: of the table, or of the test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod copy;
mod judge;

use claviger_tests::cases::{self, Case, Verdict};
use claviger_tests::scratch::target;
use claviger_tests::teeth::{TestName, Tooth, table};
use copy::Copy;
use judge::{Run, Seen};
use std::process::ExitCode;
use std::rc::Rc;

/// The crates in the order in which they rest on each other: those that are built for many come last.
const CRATES: [&str; 5] =
    ["claviger-core", "claviger-seal", "claviger-passkey", "claviger", "claviger-server"];

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let copy = Rc::new(Copy::of_the_tree(&target().join("teeth")));
    let mut teeth = table();
    teeth.sort_by_key(order);
    let mut cases: Vec<Case> = Vec::new();
    let mut built = Vec::new();
    for tooth in &teeth {
        if !built.contains(&tooth.test.built()) {
            built.push(tooth.test.built());
            cases.push(sound(&copy, &teeth, &tooth.test));
        }
        cases.push(taken_out(&copy, tooth.clone()));
    }
    cases::run(cases, &wanted)
}

/// Teeth that need the same built again stand together.
fn order(tooth: &Tooth) -> (usize, Option<String>, String) {
    let at = CRATES.iter().position(|known| *known == tooth.test.package);
    (at.unwrap_or(CRATES.len()), tooth.test.target.clone(), tooth.file.clone())
}

/// With every guard in its place the tests pass; else their failing would say nothing.
fn sound(copy: &Rc<Copy>, teeth: &[Tooth], of: &TestName) -> Case {
    let (copy, of) = (Rc::clone(copy), of.clone());
    let mut tests: Vec<TestName> = teeth.iter().map(|tooth| tooth.test.clone()).collect();
    tests.retain(|test| test.built() == of.built());
    tests.sort_by(|a, b| a.path.cmp(&b.path));
    tests.dedup();
    let name = format!("whole {}", of.built().join(" "));
    Case::new(name, move || {
        let paths: Vec<&str> = tests.iter().map(|test| test.path.as_str()).collect();
        match Run::of(&copy, &of, &paths) {
            Run::Tests(Seen { passed, failed: 0 }) if passed == paths.len() => {
                Verdict::Passed(format!("{passed} tests, no guard taken out"))
            }
            other => panic!("with no guard taken out: {other}"),
        }
    })
}

fn taken_out(copy: &Rc<Copy>, tooth: Tooth) -> Case {
    let copy = Rc::clone(copy);
    Case::new(format!("{}: {}", tooth.against, tooth.name), move || {
        let _out = copy.without(&tooth);
        match Run::of(&copy, &tooth.test, &[&tooth.test.path]) {
            Run::Tests(Seen { passed: 0, failed: 1 }) => Verdict::Passed(tooth.test.path),
            Run::Tests(Seen { passed: 1, failed: 0 }) => {
                panic!("{} passes without the guard in {}", tooth.test.path, tooth.file)
            }
            other => panic!("{} without the guard in {}: {other}", tooth.test.path, tooth.file),
        }
    })
}
