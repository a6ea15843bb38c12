//! `claviger paper address add`: saves a withdrawal address.

use super::COLUMNS;
use crate::failure::Failure;
use crate::output::Out;
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
Examples:
  claviger paper address add XBT cold-2 paper-btc-cold-storage-0002
  claviger call Withdraw asset=XBT key=cold-2 amount=0.01 --profile treasury";

/// Options of `claviger paper address add`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The asset it takes
    asset: String,
    /// Its name, as withdrawals give it in `key`
    key: String,
    /// The address
    address: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let body = json!({ "asset": args.asset, "key": args.key, "address": args.address });
    let answer = args.remote.connect()?.post("/paper/addresses", &body)?;
    args.remote.print(&answer, out, |answer, out| out.card(answer, COLUMNS))
}
