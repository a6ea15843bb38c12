//! `claviger reviews list`: the keys by when they are to be reviewed.

use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger reviews list --overdue
  claviger reviews list --all --json";

const COLUMNS: &[Column] = &[
    Column::new("Key", Kind::Text, &["/key/name"]),
    Column::new("Holder", Kind::Text, &["/key/holder"]),
    Column::new("Due", Kind::Time, &["/due_at"]),
    Column::new("Overdue", Kind::Word, &["/overdue"]),
    Column::new("Last review", Kind::Time, &["/reviewed/at"]).or("never"),
    Column::new("Decided", Kind::Word, &["/reviewed/decided"]),
    Column::new("By", Kind::Word, &["/reviewed/by"]),
];

/// Options of `claviger reviews list`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only those that are overdue
    #[arg(long)]
    overdue: bool,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let query = if args.overdue { vec![("overdue", "true".to_owned())] } else { Vec::new() };
    let answer = pages(&args.remote.connect()?, "/reviews", &query, &args.paging)?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "no review is due"))
}
