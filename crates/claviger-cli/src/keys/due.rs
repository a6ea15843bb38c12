//! `claviger keys due`: the keys that are to be rotated, the longest overdue first.

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
How old keys may grow is the account's to say: `claviger keys policy`.

Examples:
  claviger keys due
  claviger keys due --json | jq -r '.items[].name'";

const COLUMNS: &[Column] = &[
    Column::new("NAME", Kind::Text, &["/name"]),
    Column::new("STATE", Kind::State, &["/state"]),
    Column::new("HOLDER", Kind::Text, &["/holder"]).spare(),
    Column::new("DUE SINCE", Kind::Time, &["/rotation_due_at"]),
    Column::new("CREATED", Kind::Time, &["/created_at"]).spare(),
    Column::new("ID", Kind::Word, &["/id"]).spare(),
];

/// Options of `claviger keys due`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = args.remote.connect()?.get("/keys/due", &[])?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "no key is due to be rotated"))
}
