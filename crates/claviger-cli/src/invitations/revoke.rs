//! `claviger invitations revoke`: takes an invitation or a reset link back.

use crate::failure::Failure;
use crate::http::encode;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
Examples:
  claviger invitations revoke invitation_0123456789ab --yes";

/// Options of `claviger invitations revoke`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Id of the invitation or reset link
    invitation: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let question = format!("Take {} back?", harmless(&args.invitation));
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was taken back"));
    }
    let answer = api.post(&format!("/invitations/{}/revoke", encode(&args.invitation)), &json!({}))?;
    args.remote.print(&answer, out, |_, out| out.line("the link works no more"))
}
