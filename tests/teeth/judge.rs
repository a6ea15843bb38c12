//! Builds and runs tests in the copy, and says what came of it.

use crate::copy::Copy;
use claviger_tests::server::nap;
use claviger_tests::teeth::TestName;
use std::fmt;
use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Longest a build may take: the first one is of everything.
const BUILD_LIMIT: Duration = Duration::from_secs(40 * 60);
/// Longest the tests may take: one that waits for what never comes without the guard has to say so by itself.
const TEST_LIMIT: Duration = Duration::from_secs(10 * 60);

/// What came of building and running tests.
pub(crate) enum Run {
    /// They were built and run.
    Tests(Seen),
    /// They were not; the end of what was said.
    Nothing { why: &'static str, said: String },
}

/// How many tests went which way.
pub(crate) struct Seen {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Run {
    /// Runs tests of one target by their whole names.
    pub(crate) fn of(copy: &Copy, of: &TestName, paths: &[&str]) -> Self {
        if !run(copy, build(copy, of), BUILD_LIMIT).is_some_and(|status| status.success()) {
            return Run::nothing(copy, "it does not build");
        }
        let built = said(copy);
        let Some(program) = program(&built) else {
            return Run::nothing(copy, "cargo named no program");
        };
        let package = copy.tree().join("crates").join(&of.package);
        let mut test = Command::new(copy.tree().join(program));
        test.current_dir(&package).env("CARGO_MANIFEST_DIR", &package).env("RUST_BACKTRACE", "0");
        test.env_remove("UPDATE_SNAPSHOTS").arg("--exact").args(paths);
        if run(copy, test, TEST_LIMIT).is_none() {
            return Run::nothing(copy, "the tests did not come to an end");
        }
        match seen(&said(copy)) {
            Some(seen) => Run::Tests(seen),
            None => Run::nothing(copy, "the tests told no result"),
        }
    }

    fn nothing(copy: &Copy, why: &'static str) -> Self {
        let said = said(copy);
        let last = said.char_indices().rev().nth(2_000).map_or(0, |(at, _)| at);
        Run::Nothing { why, said: said[last..].to_owned() }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Run::Tests(Seen { passed, failed }) => write!(f, "{passed} passed, {failed} failed"),
            Run::Nothing { why, said } => write!(f, "{why}\n{said}"),
        }
    }
}

/// The command that builds the tests of a target and says where the program is.
fn build(copy: &Copy, of: &TestName) -> Command {
    let mut cargo = Command::new("cargo");
    // What the cargo that runs this has set for it is not for that one.
    let set = std::env::vars_os().map(|(name, _)| name);
    for name in set.filter(|name| name.to_string_lossy().starts_with("CARGO_") && name != "CARGO_HOME") {
        cargo.env_remove(name);
    }
    // Nobody looks at a trace of these, and they are built much faster.
    cargo.env("CARGO_TARGET_DIR", copy.build()).env("CARGO_PROFILE_DEV_DEBUG", "0");
    cargo.args(["test", "--no-run"]).args(of.built()).current_dir(copy.tree());
    cargo
}

/// The one program that was built, as cargo names it: `Executable … (path)`.
fn program(said: &str) -> Option<&str> {
    let line = said.lines().rev().find_map(|line| line.trim_start().strip_prefix("Executable "))?;
    line.rsplit_once('(')?.1.strip_suffix(')')
}

/// Runs to the end, with everything that is said in the log; none if that takes too long.
fn run(copy: &Copy, mut command: Command, limit: Duration) -> Option<ExitStatus> {
    let log = File::create(copy.log()).unwrap();
    command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).process_group(0);
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let until = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        if Instant::now() >= until {
            let group = rustix::process::Pid::from_child(&child);
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
            let _ = child.wait();
            return None;
        }
        nap(50);
    }
}

fn said(copy: &Copy) -> String {
    String::from_utf8_lossy(&fs::read(copy.log()).unwrap_or_default()).into_owned()
}

/// The numbers of the one line that a target ends with.
fn seen(said: &str) -> Option<Seen> {
    let line = said.lines().find_map(|line| line.strip_prefix("test result: "))?;
    let count = |what: &str| {
        let before = line.split(what).next()?;
        before.split_whitespace().last()?.parse().ok()
    };
    Some(Seen { passed: count(" passed")?, failed: count(" failed")? })
}
