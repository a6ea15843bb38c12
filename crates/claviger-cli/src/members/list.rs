//! `claviger members list`: the members of the account.

use super::COLUMNS;
use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::Out;
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger members list
  claviger members list --all --json";

/// Options of `claviger members list`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = pages(&args.remote.connect()?, "/members", &[], &args.paging)?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "no members"))
}
