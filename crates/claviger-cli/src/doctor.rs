//! `claviger doctor`: what is wrong on this host, why it matters, and the remedy.

use crate::config::Source;
use crate::failure::Failure;
use crate::output::{Out, harmless};
use claviger::clock::{Clock as _, SystemClock};
use claviger_server::host::{Finding, Grade, doctor};
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Run it as the user the server runs as, beside a running server or without one. It changes nothing; to try a commit it
makes a scratch store in the data directory and removes it. Exit status 1 if anything is bad; warnings are no failure.

Examples:
  claviger doctor --config /etc/claviger.toml
  claviger doctor --data-dir /var/lib/claviger --json";

/// Options of `claviger doctor`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Print all findings as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: Source,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let found = doctor(&args.source.try_load()?, SystemClock.now());
    let bad = found.iter().filter(|finding| finding.grade == Grade::Bad).count();
    if args.json {
        let findings: Vec<Value> = found.iter().map(Finding::to_json).collect();
        out.json(&json!({ "bad": bad, "findings": findings }))?;
    } else {
        for finding in &found {
            tell(finding, out)?;
        }
    }
    match bad {
        0 => Ok(()),
        // The answer is JSON and says it already.
        _ if args.json => Err(Failure::failed("")),
        _ => Err(Failure::failed(format!("{bad} of {} checks found something bad", found.len()))),
    }
}

fn tell(finding: &Finding, out: &mut Out) -> Result<(), Failure> {
    let lines: Vec<String> = finding.what.lines().map(harmless).collect();
    out.line(format!(
        "{:8} {:12} {}",
        finding.grade.name(),
        finding.check,
        lines.join("\n                      ")
    ))?;
    if finding.grade == Grade::Good {
        return Ok(());
    }
    out.line(format!("         {:12} why: {}", "", finding.why))?;
    out.line(format!("         {:12} remedy: {}", "", harmless(&finding.remedy)))
}
