//! `claviger config`: the configuration of the server, before it is started.

mod check;
mod example;
mod show;
mod source;
mod variables;

pub(crate) use source::Source;

use crate::failure::Failure;
use crate::output::Out;
use clap::Subcommand;

/// Verbs on the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Check file, environment and flags as `serve` would read them
    Check(check::Args),
    /// Print a file with every setting at its default, explained
    #[command(after_help = example::EXAMPLES)]
    Example,
    /// Print the values in force, and where each came from
    Show(show::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Check(args) => check::run(args, out),
        Verb::Example => example::run(out),
        Verb::Show(args) => show::run(args, out),
    }
}
