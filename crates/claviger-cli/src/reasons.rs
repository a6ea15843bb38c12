//! `claviger reasons`: why calls are refused, by the code the history and the header
//! `Claviger-Reason` carry.

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use claviger_core::reason::Reason;
use serde_json::{Value, json};

const COLUMNS: &[Column] =
    &[Column::new("REASON", Kind::Word, &["/code"]), Column::new("WHAT IT MEANS", Kind::Text, &["/words"])];

const EXAMPLES: &str = "\
Examples:
  claviger reasons
  claviger reasons --json";

/// Options of `claviger reasons`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let told = Reason::ALL.iter().filter(|reason| **reason != Reason::None);
    let items: Vec<Value> =
        told.map(|reason| json!({ "code": reason.code(), "words": reason.words() })).collect();
    let answer = json!({ "items": items, "next": Value::Null });
    if args.json { out.json(&answer) } else { out.items(&answer, COLUMNS, "") }
}
