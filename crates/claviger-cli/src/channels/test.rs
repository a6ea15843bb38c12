//! `claviger channels test`: sends a test.

use super::{find, path};
use crate::deliveries;
use crate::failure::Failure;
use crate::output::Out;
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
The test waits behind what waits for the channel already; its delivery shows what comes of it.

Examples:
  claviger channels test ops
  claviger deliveries list --channel channel_0123456789ab";

/// Options of `claviger channels test`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the channel
    channel: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let answer = api.post(&format!("{}/test", path(&find(&api, &args.channel)?)), &json!({}))?;
    args.remote.print(&answer, out, deliveries::show)
}
