//! `claviger accounts`: the accounts of this server.

mod create;
mod list;
mod show;

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use clap::Subcommand;

/// Verbs on accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Open an account; its first administration token is shown once
    Create(create::Args),
    /// List the accounts of the server
    List(list::Args),
    /// Show the account of the token in use
    Show(show::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Create(args) => create::run(args, out),
        Verb::List(args) => list::run(args, out),
        Verb::Show(args) => show::run(args, out),
    }
}

const COLUMNS: &[Column] = &[
    Column::new("NAME", Kind::Text, &["/name"]),
    Column::new("CREATED", Kind::Time, &["/created_at"]),
    Column::new("ID", Kind::Word, &["/id"]),
];
