//! `claviger paper balances`: what the account has, and what it is worth.

use crate::failure::Failure;
use crate::output::{Column, Kind, Out, harmless};
use crate::remote::Remote;
use serde_json::Value;

const EXAMPLES: &str = "\
Worth is at the prices of the paper exchange, and counts what is allocated (Earn).

Examples:
  claviger paper balances
  claviger paper balances --json";

const COLUMNS: &[Column] = &[
    Column::new("ASSET", Kind::Word, &["/asset"]),
    Column::new("AVAILABLE", Kind::Number, &["/available"]),
    Column::new("HELD", Kind::Number, &["/held"]),
    Column::new("EARN", Kind::Number, &["/allocated"]).spare(),
    Column::new("TOTAL", Kind::Number, &["/total"]).spare(),
    Column::new("WORTH USD", Kind::Number, &["/usd"]),
];

/// Options of `claviger paper balances`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = args.remote.connect()?.get("/paper/balances", &[])?;
    args.remote.print(&answer, out, |answer, out| {
        out.items(answer, COLUMNS, "nothing yet; `claviger paper deposit` brings play money")?;
        match answer.get("usd").and_then(Value::as_str) {
            Some(usd) => out.line(format!("worth together: {} USD", harmless(usd))),
            None => Ok(()),
        }
    })
}
