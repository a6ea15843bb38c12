//! `claviger channels remove`: removes a channel.

use super::{find, path};
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger channels remove ops --yes";

/// Options of `claviger channels remove`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the channel
    channel: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let id = find(&api, &args.channel)?;
    let question = format!("Remove the channel {}, with what waits for it?", harmless(&args.channel));
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was removed"));
    }
    let answer = api.delete(&path(&id))?;
    args.remote.print(&answer, out, |_, out| out.line("removed"))
}
