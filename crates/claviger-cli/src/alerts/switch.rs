//! `claviger alerts enable` and `disable`: turns an alert on or off.

use super::{path, words};
use crate::failure::Failure;
use crate::output::Out;
use crate::remote::Remote;
use serde_json::json;

const ENABLE_EXAMPLES: &str = "\
Examples:
  claviger alerts enable AL7J4FF-BGM7G-V2JMIH";
const DISABLE_EXAMPLES: &str = "\
Examples:
  claviger alerts disable AL7J4FF-BGM7G-V2JMIH";

/// Options of `claviger alerts enable`.
#[derive(Debug, clap::Args)]
#[command(after_help = ENABLE_EXAMPLES)]
pub(crate) struct EnableArgs {
    #[command(flatten)]
    which: Which,
}

/// Options of `claviger alerts disable`.
#[derive(Debug, clap::Args)]
#[command(after_help = DISABLE_EXAMPLES)]
pub(crate) struct DisableArgs {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// Id of the alert
    alert: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn enable(args: &EnableArgs, out: &mut Out) -> Result<(), Failure> {
    turn(&args.which, true, out)
}

pub(crate) fn disable(args: &DisableArgs, out: &mut Out) -> Result<(), Failure> {
    turn(&args.which, false, out)
}

fn turn(which: &Which, enabled: bool, out: &mut Out) -> Result<(), Failure> {
    let answer = which.remote.connect()?.patch(&path(&which.alert), &json!({ "enabled": enabled }))?;
    which.remote.print(&answer, out, |answer, out| {
        out.line(format!("{} is {}", words(answer), if enabled { "on" } else { "off" }))
    })
}
