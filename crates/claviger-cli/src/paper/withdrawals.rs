//! `claviger paper withdrawals`: what keys sent out, and how far it is.

use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger paper withdrawals
  claviger paper withdrawals --all --json";

const COLUMNS: &[Column] = &[
    Column::new("REFERENCE", Kind::Word, &["/reference"]),
    Column::new("ASSET", Kind::Word, &["/asset"]),
    Column::new("AMOUNT", Kind::Number, &["/amount"]),
    Column::new("FEE", Kind::Number, &["/fee"]),
    Column::new("STATUS", Kind::Word, &["/status"]),
    Column::new("KEY", Kind::Text, &["/key"]),
    Column::new("ADDRESS", Kind::Text, &["/address"]).spare(),
    Column::new("ASKED", Kind::Time, &["/at"]),
];

/// Options of `claviger paper withdrawals`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = pages(&args.remote.connect()?, "/paper/withdrawals", &[], &args.paging)?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "nothing was withdrawn yet"))
}
