//! `claviger channels list`: the channels of the account.

use super::COLUMNS;
use crate::failure::Failure;
use crate::output::Out;
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger channels list
  claviger channels list --json";

/// Options of `claviger channels list`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = args.remote.connect()?.get("/channels", &[])?;
    args.remote.print(&answer, out, |answer, out| {
        out.items(
            answer,
            COLUMNS,
            "no channels: notices stand in the inbox alone; `claviger channels create` makes one",
        )
    })
}
