//! `claviger members reset`: makes a link with which a member sets a new password.

use super::pick;
use crate::failure::Failure;
use crate::invitations::show_once;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
The link works once, for a day, and asks for the member's second factor, if there is one. Whoever has it can use it:
give it to the member in a way that nobody else reads. It is made only for somebody who is a member of no other account;
others use a recovery code, or whoever runs the server uses `claviger recover sign-in`.

Examples:
  claviger members reset ada@example.com";

/// Options of `claviger members reset`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Login or id of the member
    member: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let member = pick::find(&api, &args.member)?;
    let question =
        format!("Make a link that sets a new password for `{}`?", harmless(pick::text(&member, "login")));
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was made"));
    }
    let answer = api.post(&format!("{}/reset", pick::path(&member)), &json!({}))?;
    args.remote.print(&answer, out, show_once)
}
