//! Starts the processes and reads what became of them.

use super::child::TOO_LONG;
use super::{CHILD, Corpus, MEMORY, ONE, TIME};
use crate::scratch::{Scratch, target};
use std::fmt;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

/// A short run of one parser.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The parser's name, known to the child.
    pub parser: String,
    /// The folder of its corpus.
    pub folder: PathBuf,
    /// The seed.
    pub seed: u64,
    /// How many mutations.
    pub count: u64,
}

/// An input that the parser did not take well.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its number in the run.
    pub number: u64,
    /// What happened.
    pub what: String,
    /// Where the input was written.
    pub file: PathBuf,
    /// The last lines the process said.
    pub said: String,
    parser: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { number, what, file, said, parser } = self;
        writeln!(f, "{parser}: {what}, at input {number}\n{said}")?;
        write!(f, "repeat: cargo test -p claviger-tests --test fuzz -- {ONE} {parser} {}", file.display())
    }
}

/// Runs the parser in a process of its own; gives the number of inputs tried.
///
/// # Errors
/// The first input that was not taken well.
pub fn smoke(plan: &Plan) -> Result<u64, Box<Finding>> {
    let scratch = Scratch::new("fuzz");
    let progress = scratch.join("progress");
    std::fs::write(&progress, [0; 8]).expect("a new file in a new folder");
    let program = std::env::current_exe().expect("the running program has a path");
    let (seed, count) = (plan.seed.to_string(), plan.count.to_string());
    let arguments =
        [plan.parser.as_ref(), plan.folder.as_os_str(), seed.as_ref(), count.as_ref(), progress.as_ref()];
    let mut command = Command::new(program);
    command.arg(CHILD).args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let output = command.env("RUST_BACKTRACE", "0").output().expect("this program can be started again");
    let tried =
        std::fs::read(&progress).ok().and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes);
    if output.status.success() {
        return Ok(tried + 1);
    }
    let said = String::from_utf8_lossy(&output.stderr).lines().take(12).collect::<Vec<_>>().join("\n");
    Err(Box::new(finding(plan, tried, output.status, said)))
}

fn finding(plan: &Plan, number: u64, status: ExitStatus, said: String) -> Finding {
    let what = match (status.code(), status.signal()) {
        (Some(code), _) if code == i32::from(TOO_LONG) => format!("it took longer than {TIME:?}"),
        (Some(101), _) => "it panicked".to_owned(),
        (_, Some(6)) if said.contains("memory allocation") => {
            format!("it took more than {} MiB", MEMORY >> 20)
        }
        (_, Some(signal)) => format!("it was ended by signal {signal}"),
        (code, _) => format!("it ended with status {code:?}"),
    };
    let folder = target().join("fuzz-findings");
    let file = folder.join(format!("{}-{}-{number}", plan.parser, plan.seed));
    let input = Corpus::read(&plan.folder).map(|corpus| corpus.input(plan.seed, number)).unwrap_or_default();
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&file, input))
        .expect("the target folder is ours");
    Finding { number, what, file, said, parser: plan.parser.clone() }
}
