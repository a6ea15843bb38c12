//! `claviger paper address list`: the saved withdrawal addresses.

use super::COLUMNS;
use crate::failure::Failure;
use crate::output::Out;
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger paper address list
  claviger paper address list --json";

/// Options of `claviger paper address list`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = args.remote.connect()?.get("/paper/addresses", &[])?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "no saved addresses"))
}
