//! `claviger paper address confirm`: confirms a saved withdrawal address.

use super::{find, path, words};
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
Compare the address itself, not only its name: from then on every key that may withdraw can send funds to it.

Examples:
  claviger paper address confirm cold-2
  claviger paper address confirm AB7J4FF-BGM7G-V2JMIH --yes";

/// Options of `claviger paper address confirm`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Id or name of the address
    address: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let address = find(&api, &args.address)?;
    let question = format!("{}\nConfirm it?", words(&address));
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let seen = address.get("key");
    let answer = api.post(&path(&address, "confirm"), &json!({ "key": seen }))?;
    args.remote.print(&answer, out, |answer, out| {
        let name = answer["key"].as_str().unwrap_or_default();
        out.line(format!("`{}` may be withdrawn to", harmless(name)))
    })
}
