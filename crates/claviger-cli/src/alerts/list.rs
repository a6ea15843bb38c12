//! `claviger alerts list`: the alerts of the account.

use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger alerts list
  claviger alerts list --all --json";

const COLUMNS: &[Column] = &[
    Column::new("ID", Kind::Word, &["/id"]),
    Column::new("PAIR", Kind::Word, &["/pair"]),
    Column::new("CONDITION", Kind::Text, &["/condition/words"]),
    Column::new("STATE", Kind::State, &["/state"]),
    Column::new("FIRED", Kind::Number, &["/fired"]),
    Column::new("LAST FIRED", Kind::Time, &["/fired_at"]).or("never"),
    Column::new("EXPIRES", Kind::Time, &["/expires_at"]).spare(),
    Column::new("DESCRIPTION", Kind::Text, &["/description"]).spare(),
];

/// Options of `claviger alerts list`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = pages(&args.remote.connect()?, "/alerts", &[], &args.paging)?;
    args.remote.print(&answer, out, |answer, out| {
        out.items(answer, COLUMNS, "no alerts; `claviger alerts create` makes one")
    })
}
