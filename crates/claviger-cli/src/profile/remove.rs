//! `claviger profile remove`: deletes a profile here; the key or token itself goes on working.

use super::folder;
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes, note};

const EXAMPLES: &str = "\
Examples:
  claviger profile remove grid-bot
  claviger profile remove grid-bot --yes";

/// Options of `claviger profile remove`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name of the profile
    name: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    folder::must_exist(&args.name)?;
    let question =
        format!("Delete profile `{}`? What it holds cannot be read again from anywhere.", args.name);
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was deleted"));
    }
    folder::remove(&args.name)?;
    out.line("deleted")?;
    note("the key or token itself still works; revoke it if it is not needed any more");
    Ok(())
}
