//! `claviger master-key`: the key that seals all secrets at rest.

mod rotate;

use crate::failure::Failure;
use crate::output::Out;
use clap::Subcommand;

/// Verbs on the master key.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Replace it by a fresh one; no API key is issued anew
    Rotate(rotate::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Rotate(args) => rotate::run(args, out),
    }
}
