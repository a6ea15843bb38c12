//! `claviger accounts show`: the account of the token in use, and what the token may do.

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const FIELDS: &[Column] = &[
    Column::new("Name", Kind::Text, &["/name"]),
    Column::new("Created", Kind::Time, &["/created_at"]),
    Column::new("Id", Kind::Text, &["/id"]),
    Column::new("Your role", Kind::Text, &["/caller/role"]),
    Column::new("Your token", Kind::Text, &["/caller/token"]),
    Column::new("Most keys", Kind::Text, &["/limits/keys"]),
    Column::new("Most tokens", Kind::Text, &["/limits/tokens"]),
];

const EXAMPLES: &str = "\
Examples:
  claviger accounts show
  claviger accounts show --json";

/// Options of `claviger accounts show`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = args.remote.connect()?.get("/account", &[])?;
    args.remote.print(&answer, out, |answer, out| out.card(answer, FIELDS))
}
