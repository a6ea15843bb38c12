//! `claviger paper fills`: what the account's orders traded.

use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger paper fills
  claviger paper fills --limit 200 --json";

const COLUMNS: &[Column] = &[
    Column::new("WHEN", Kind::Time, &["/at"]),
    Column::new("PAIR", Kind::Word, &["/pair"]),
    Column::new("SIDE", Kind::Word, &["/side"]),
    Column::new("VOLUME", Kind::Number, &["/volume"]),
    Column::new("PRICE", Kind::Number, &["/price"]),
    Column::new("COST", Kind::Number, &["/cost"]),
    Column::new("FEE", Kind::Number, &["/fee"]),
    Column::new("ORDER", Kind::Word, &["/order"]).spare(),
    Column::new("MAKER", Kind::Word, &["/maker"]).spare(),
];

/// Options of `claviger paper fills`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = pages(&args.remote.connect()?, "/paper/fills", &[], &args.paging)?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "nothing was traded yet"))
}
