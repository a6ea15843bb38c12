//! `claviger config check`: whether `serve` would take it.

use super::Source;
use crate::failure::Failure;
use crate::output::Out;

/// Options of `claviger config check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    args.source.load()?;
    out.line("the configuration is good")
}
