//! `claviger sessions`: browsers that are signed in.

mod end;

use crate::failure::Failure;
use crate::output::Out;
use clap::Subcommand;

/// Verbs on sessions.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// End a session of a member; `claviger members sessions` shows them
    End(end::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::End(args) => end::run(args, out),
    }
}
