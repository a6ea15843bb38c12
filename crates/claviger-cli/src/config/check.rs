//! `claviger config check`: whether `serve` would take it.

use super::Source;
use crate::failure::Failure;
use crate::output::Out;

const EXAMPLES: &str = "\
Examples:
  claviger config check
  claviger config check --config /etc/claviger.toml
  claviger config check --set limits.connections=20000";

/// Options of `claviger config check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    args.source.load()?;
    out.line("the configuration is good")
}
