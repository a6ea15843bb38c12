//! `claviger channels rotate-secret`: makes a new secret for a web hook.

use super::{find, path, show_once};
use crate::failure::Failure;
use crate::output::Out;
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
For a day messages bear a signature by each of the two secrets, so that the receiver can be changed meanwhile.

Examples:
  claviger channels rotate-secret pager";

/// Options of `claviger channels rotate-secret`.
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
    let answer = api.post(&format!("{}/rotate-secret", path(&find(&api, &args.channel)?)), &json!({}))?;
    args.remote.print(&answer, out, show_once)
}
