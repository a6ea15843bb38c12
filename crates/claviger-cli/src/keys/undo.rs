//! `claviger keys undo`: puts back what the last review of a key narrowed.

use super::{pick, show};
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
Within the days its review gave, and only if the key was not changed since. It widens the key, so it is asked about.

Examples:
  claviger keys undo 'grid bot'
  claviger keys undo 'grid bot' --yes";

/// Options of `claviger keys undo`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    key: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let key = pick::find(&api, &args.key)?;
    let name = harmless(pick::text(&key, "name"));
    let question = format!("Widen `{name}` to what it was before its review?");
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let answer = api.post(&format!("{}/undo", pick::path(pick::text(&key, "id"))), &json!({}))?;
    args.remote.print(&answer, out, |answer, out| out.card(answer, &show::changed_fields()))
}
