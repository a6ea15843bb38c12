//! `claviger alerts remove`: removes an alert.

use super::{find, path, words};
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger alerts remove AL7J4FF-BGM7G-V2JMIH
  claviger alerts remove AL7J4FF-BGM7G-V2JMIH --yes";

/// Options of `claviger alerts remove`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Id of the alert
    alert: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let alert = find(&api, &args.alert)?;
    if confirm_yes(&format!("Remove {}?", words(&alert)), args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was removed"));
    }
    let answer = api.delete(&path(&args.alert))?;
    args.remote.print(&answer, out, |answer, out| out.line(format!("{} is removed", words(answer))))
}
