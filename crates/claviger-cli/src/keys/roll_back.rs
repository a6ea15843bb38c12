//! `claviger keys roll-back`: a rotation is taken back while both keys work.

use super::pick;
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Either key of the rotation may be named. The old key goes on as before; its successor is revoked, for ever. Once the old
key has retired there is nothing to roll back to: go on with the successor, or rotate that.

Examples:
  claviger keys roll-back 'grid bot'";

/// Options of `claviger keys roll-back`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of either key
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
    let old = super::rotation::old_of(&api, &key)?;
    let name = harmless(pick::text(&old, "name"));
    let question = format!("Go on with `{name}`, and revoke the key that replaces it?");
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let answer = api.post(&format!("{}/roll-back", pick::path(pick::text(&old, "id"))), &json!({}))?;
    args.remote.print(&answer, out, |answer, out| {
        let name = answer.pointer("/predecessor/name").and_then(Value::as_str).unwrap_or_default();
        out.line(format!("`{}` goes on; the key that was to replace it is revoked", harmless(name)))
    })
}
