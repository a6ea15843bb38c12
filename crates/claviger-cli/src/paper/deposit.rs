//! `claviger paper deposit`: play money for the account.

use crate::failure::Failure;
use crate::output::{Out, harmless};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Examples:
  claviger paper deposit ZUSD 50000
  claviger paper deposit BTC 0.5";

/// Options of `claviger paper deposit`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The asset, by any of its names: XXBT, XBT, BTC
    asset: String,
    /// How much, as a decimal
    amount: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let body = json!({ "asset": args.asset, "amount": args.amount });
    let answer = args.remote.connect()?.post("/paper/deposits", &body)?;
    args.remote.print(&answer, out, |answer, out| {
        let field = |name| harmless(answer.get(name).and_then(Value::as_str).unwrap_or(""));
        out.line(format!(
            "deposit {} of {} {} is on its way",
            field("reference"),
            field("amount"),
            field("asset")
        ))
    })
}
