//! `claviger notices list`: what is in the inbox.

use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger notices list
  claviger notices list --all --json";

const COLUMNS: &[Column] = &[
    Column::new("WHEN", Kind::Time, &["/told/at"]),
    Column::new("LEVEL", Kind::Word, &["/told/level"]),
    Column::new("WHAT", Kind::Text, &["/told/sentence"]),
    Column::new("EVENT", Kind::Word, &["/told/event"]).spare(),
    Column::new("KEY", Kind::Word, &["/told/key"]).spare(),
];

/// Options of `claviger notices list`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = pages(&args.remote.connect()?, "/notices", &[], &args.paging)?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "the inbox is empty"))
}
