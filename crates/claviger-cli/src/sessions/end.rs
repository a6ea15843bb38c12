//! `claviger sessions end`: ends a session of a member.

use crate::failure::Failure;
use crate::http::encode;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
Nothing the session had begun is carried out any more. Whoever has the password, and the second factor if there is one,
can sign in again: `claviger members reset` and `claviger members remove` go further.

Examples:
  claviger sessions end session_0123456789ab --yes";

/// Options of `claviger sessions end`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Id of the session
    session: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    if confirm_yes(&format!("End {}?", harmless(&args.session)), args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was ended"));
    }
    let answer = api.post(&format!("/sessions/{}/end", encode(&args.session)), &json!({}))?;
    args.remote.print(&answer, out, |_, out| out.line("it ended"))
}
