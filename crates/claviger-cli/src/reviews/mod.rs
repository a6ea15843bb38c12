//! `claviger reviews`: which keys are to be reviewed, and how often.

mod list;
mod policy;

use crate::failure::Failure;
use crate::output::Out;
use clap::Subcommand;

/// Verbs on reviews; one key is reviewed with `claviger keys review`.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List the keys by when they are to be reviewed
    List(list::Args),
    /// Show or change how often keys are reviewed, and what becomes of those nobody uses
    Policy(policy::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::List(args) => list::run(args, out),
        Verb::Policy(args) => policy::run(args, out),
    }
}
