//! `claviger alerts fired`: what alerts fired, newest first.

use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Times are those at which a condition came to hold, also if the server was down then.

Examples:
  claviger alerts fired
  claviger alerts fired --alert AL7J4FF-BGM7G-V2JMIH --all --json";

const COLUMNS: &[Column] = &[
    Column::new("TIME", Kind::Time, &["/at"]),
    Column::new("PAIR", Kind::Word, &["/pair"]),
    Column::new("CONDITION", Kind::Text, &["/condition/words"]),
    Column::new("PRICE", Kind::Number, &["/price"]),
    Column::new("24H %", Kind::Change, &["/change_percent"]),
    Column::new("DESCRIPTION", Kind::Text, &["/description"]),
    Column::new("ALERT", Kind::Word, &["/alert"]).spare(),
    Column::new("ID", Kind::Word, &["/id"]).spare(),
];

/// Options of `claviger alerts fired`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only of the alert with this id
    #[arg(long, value_name = "ID")]
    alert: Option<String>,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let query: Vec<_> = args.alert.clone().map(|alert| ("alert", alert)).into_iter().collect();
    let answer = pages(&args.remote.connect()?, "/alerts/fired", &query, &args.paging)?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "no alert has fired"))
}
