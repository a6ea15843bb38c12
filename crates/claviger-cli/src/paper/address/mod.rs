//! `claviger paper address`: the addresses withdrawals may go to.

mod add;
mod list;

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use clap::Subcommand;

/// Verbs on withdrawal addresses.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Save an address
    Add(add::Args),
    /// List the saved addresses
    List(list::Args),
}

pub(super) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Add(args) => add::run(args, out),
        Verb::List(args) => list::run(args, out),
    }
}

const COLUMNS: &[Column] = &[
    Column::new("ASSET", Kind::Text, &["/asset"]),
    Column::new("KEY", Kind::Text, &["/key"]),
    Column::new("ADDRESS", Kind::Text, &["/address"]),
    Column::new("VERIFIED", Kind::Text, &["/verified"]),
];
