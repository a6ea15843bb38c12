//! Runs the cases of a suite and says how many passed, failed and were not run.
//!
//! The usual test harness cannot say at run time that something was *not run* (no root, no strace), and has no place
//! for a seed or a longer run; the suites `crash`, `canary` and `fuzz` are programs of their own with this as their
//! `main`. The last line is `N passed, N failed, N skipped`.
#![allow(clippy::print_stdout, reason = "the output of a test program is its result")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Instant;

/// One case of a suite.
pub struct Case {
    /// Its name, by which it is chosen on the command line.
    pub name: String,
    run: Box<dyn FnOnce() -> Verdict>,
}

/// How a case went, if it did not panic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It passed; what it has seen, in words.
    Passed(String),
    /// It could not be run here, and why.
    NotRun(String),
}

impl Case {
    /// A case.
    pub fn new(name: impl Into<String>, run: impl FnOnce() -> Verdict + 'static) -> Self {
        Case { name: name.into(), run: Box::new(run) }
    }
}

/// Runs something that is expected to panic, without the words of a panic.
pub fn quietly<T>(run: impl FnOnce() -> T) -> std::thread::Result<T> {
    let words = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(run));
    std::panic::set_hook(words);
    result
}

/// How many went which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Passed.
    pub passed: u32,
    /// Failed.
    pub failed: u32,
    /// Not run.
    pub skipped: u32,
}

/// Runs the cases whose names contain one of `wanted` (all if there is none), in order.
pub fn run(cases: Vec<Case>, wanted: &[String]) -> ExitCode {
    let tally = run_all(cases, wanted);
    println!("{} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.skipped);
    // A run of nothing proves nothing.
    if tally.failed == 0 && tally.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run_all(cases: Vec<Case>, wanted: &[String]) -> Tally {
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));
    let mut tally = Tally::default();
    for case in cases.into_iter().filter(|case| is_wanted(&case.name)) {
        let started = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(case.run));
        let took = started.elapsed().as_millis();
        match result {
            Ok(Verdict::Passed(seen)) => {
                tally.passed += 1;
                println!("ok       {:28} {took:6} ms  {seen}", case.name);
            }
            Ok(Verdict::NotRun(why)) => {
                tally.skipped += 1;
                println!("not run  {:28} {why}", case.name);
            }
            Err(_) => {
                tally.failed += 1;
                println!("FAILED   {:28} {took:6} ms  (said above)", case.name);
            }
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::{Case, Tally, Verdict, run_all};

    #[test]
    fn each_verdict_is_counted_as_what_it_is() {
        let cases = || {
            vec![
                Case::new("good", || Verdict::Passed(String::new())),
                Case::new("bad", || panic!("on purpose")),
                Case::new("elsewhere", || Verdict::NotRun("not here".to_owned())),
            ]
        };
        assert_eq!(run_all(cases(), &[]), Tally { passed: 1, failed: 1, skipped: 1 });
        assert_eq!(run_all(cases(), &["goo".to_owned()]), Tally { passed: 1, failed: 0, skipped: 0 });
        assert_eq!(run_all(cases(), &["nothing".to_owned()]), Tally::default());
    }
}
