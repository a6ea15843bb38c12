//! `claviger paper settings`: shows or changes the settings of the paper account.

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
Examples:
  claviger paper settings
  claviger paper settings --verify-new-addresses false";

/// Options of `claviger paper settings`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Whether withdrawal addresses that keys save or rename wait for a member to confirm them
    #[arg(long, value_name = "BOOL")]
    verify_new_addresses: Option<bool>,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let answer = match args.verify_new_addresses {
        None => api.get("/paper/settings", &[])?,
        Some(verify) => api.patch("/paper/settings", &json!({ "verify_new_addresses": verify }))?,
    };
    args.remote.print(&answer, out, |answer, out| out.card(answer, COLUMNS))
}

const COLUMNS: &[Column] = &[Column::new("VERIFY NEW ADDRESSES", Kind::Text, &["/verify_new_addresses"])];
