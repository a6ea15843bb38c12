//! `claviger master-key rotate`: a fresh master key for the same secrets.

use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes, harmless, note};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Examples:
  claviger master-key rotate
  claviger master-key rotate --yes --json";

/// Options of `claviger master-key rotate`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let question = "Rotate the master key? Backups made so far open only with the present key file: keep a copy of it with them.";
    if confirm_yes(question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was rotated"));
    }
    let answer = args.remote.connect()?.post("/master-key/rotate", &json!({}))?;
    args.remote.print(&answer, out, |answer, out| {
        let name = answer.get("master_key").and_then(Value::as_str).unwrap_or("");
        let count = answer.get("data_keys").and_then(Value::as_u64).unwrap_or(0);
        let wrapped = if count == 1 { "1 data key is".to_owned() } else { format!("{count} data keys are") };
        out.line(format!("the master key is {} now; {wrapped} wrapped by it", harmless(name)))
    })?;
    note("back up the new key file now, apart from the database");
    Ok(())
}
