//! `claviger paper`: what an exchange's own staff would do, at the paper exchange.

mod address;
mod deposit;
mod settings;

use crate::failure::Failure;
use crate::output::Out;
use clap::Subcommand;

/// Verbs on the paper exchange.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Deposit play money
    Deposit(deposit::Args),
    /// Save, list, confirm and remove withdrawal addresses
    #[command(subcommand, visible_alias = "addresses")]
    Address(address::Verb),
    /// Show or change the settings of the paper account
    Settings(settings::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Deposit(args) => deposit::run(args, out),
        Verb::Address(verb) => address::run(verb, out),
        Verb::Settings(args) => settings::run(args, out),
    }
}
