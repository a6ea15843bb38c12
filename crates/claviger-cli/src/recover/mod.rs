//! `claviger recover`: what only the host itself can mend, while no server runs.

mod clock;
mod first_owner;
mod rollback;
mod sign_in;
mod token;

use crate::failure::Failure;
use crate::output::Out;

/// The verbs.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Verb {
    /// Make a new operator's token, if all are lost
    Token(token::Args),
    /// Make a link for somebody who forgot the password or lost the second factor
    SignIn(sign_in::Args),
    /// Make the link for the first owner, if it was lost before anybody used it
    FirstOwner(first_owner::Args),
    /// Set the log's latest time back, if a clock ran ahead and every dated key looks expired
    Clock(clock::Args),
    /// Hold every key, as a restore does, if the data was rolled back
    Rollback(rollback::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Token(args) => token::run(args, out),
        Verb::SignIn(args) => sign_in::run(args, out),
        Verb::FirstOwner(args) => first_owner::run(args, out),
        Verb::Clock(args) => clock::run(args, out),
        Verb::Rollback(args) => rollback::run(args, out),
    }
}
