//! `claviger paper orders`: the account's open orders.

use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger paper orders
  claviger paper orders --all --json";

const COLUMNS: &[Column] = &[
    Column::new("ID", Kind::Word, &["/id"]),
    Column::new("PAIR", Kind::Word, &["/pair"]),
    Column::new("SIDE", Kind::Word, &["/side"]),
    Column::new("TYPE", Kind::Word, &["/type"]),
    Column::new("VOLUME", Kind::Number, &["/volume"]),
    Column::new("FILLED", Kind::Number, &["/filled"]).spare(),
    Column::new("LIMIT", Kind::Number, &["/limit_price"]),
    Column::new("TRIGGER", Kind::Number, &["/trigger_price"]),
    Column::new("PLACED", Kind::Time, &["/opened_at"]),
    Column::new("STATUS", Kind::Word, &["/status"]).spare(),
];

/// Options of `claviger paper orders`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = pages(&args.remote.connect()?, "/paper/orders", &[], &args.paging)?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "no order is open"))
}
