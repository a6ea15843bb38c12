//! `claviger recover`: what only the host itself can mend, while no server runs.

mod clock;
mod rollback;
mod token;

use crate::failure::Failure;
use crate::output::Out;

/// The verbs.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Verb {
    /// Make a new operator's token, if all are lost
    Token(token::Args),
    /// Set the log's latest time back, if a clock ran ahead and every dated key looks expired
    Clock(clock::Args),
    /// Hold every key, as a restore does, if the data was rolled back
    Rollback(rollback::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Token(args) => token::run(args, out),
        Verb::Clock(args) => clock::run(args, out),
        Verb::Rollback(args) => rollback::run(args, out),
    }
}
