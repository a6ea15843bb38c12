//! `claviger deliveries resend`: sends what a delivery tells once more.

use super::show;
use crate::failure::Failure;
use crate::http::encode;
use crate::output::Out;
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
It goes out under the same event id, by which a receiver knows what it has seen. One that still waits is tried at once.

Examples:
  claviger deliveries resend delivery_0123456789ab";

/// Options of `claviger deliveries resend`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Id of the delivery
    delivery: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let path = format!("/deliveries/{}/resend", encode(&args.delivery));
    let answer = args.remote.connect()?.post(&path, &json!({}))?;
    args.remote.print(&answer, out, show)
}
