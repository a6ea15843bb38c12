//! `claviger permissions`: what a key can be allowed, with the risk of each.

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use claviger_core::permission::Permission;
use serde_json::{Value, json};

const COLUMNS: &[Column] = &[
    Column::new("PERMISSION", Kind::Word, &["/name"]),
    Column::new("WHAT A THIEF COULD DO WITH IT", Kind::Text, &["/risk"]),
];

const EXAMPLES: &str = "\
Examples:
  claviger permissions
  claviger permissions --json";

/// Options of `claviger permissions`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let one = |permission: Permission| json!({ "name": permission.name(), "risk": permission.risk() });
    let answer = json!({ "items": Permission::ALL.map(one), "next": Value::Null });
    if args.json { out.json(&answer) } else { out.items(&answer, COLUMNS, "") }
}
