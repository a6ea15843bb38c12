//! `claviger deliveries`: what was sent to channels.

mod list;
mod resend;
mod show;

pub(crate) use show::show;

use crate::failure::Failure;
use crate::output::Out;
use clap::Subcommand;

/// Verbs on deliveries.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List deliveries, newest first
    List(list::Args),
    /// Show a delivery with its last attempts
    Show(show::Args),
    /// Send what a delivery tells once more
    Resend(resend::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::List(args) => list::run(args, out),
        Verb::Show(args) => show::run(args, out),
        Verb::Resend(args) => resend::run(args, out),
    }
}
