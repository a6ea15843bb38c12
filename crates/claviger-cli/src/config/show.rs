//! `claviger config show`: the values in force, and where each came from.

use super::Source;
use crate::failure::Failure;
use crate::output::Out;

const EXAMPLES: &str = "\
Examples:
  claviger config show
  claviger config show --config /etc/claviger.toml --set log.level=debug";

/// Options of `claviger config show`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    out.line(args.source.load()?.report().trim_end())
}
