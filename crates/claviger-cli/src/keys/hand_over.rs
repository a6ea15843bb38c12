//! `claviger keys hand-over`: a key becomes another member's, or nobody's in particular.

use super::pick;
use crate::failure::Failure;
use crate::members::user_of;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
What the key may do does not change; who may look after it does: a key manager reaches their own keys only.

Examples:
  claviger keys hand-over 'grid bot' --to ada@example.com
  claviger keys hand-over 'grid bot' --to-nobody --yes";

/// Options of `claviger keys hand-over`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    key: String,
    /// Login or id of the member whose it becomes: an owner, admin or key manager
    #[arg(long, value_name = "MEMBER", required_unless_present = "to_nobody", conflicts_with = "to_nobody")]
    to: Option<String>,
    /// The account's, and nobody's in particular
    #[arg(long)]
    to_nobody: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let key = pick::find(&api, &args.key)?;
    let to = args.to.as_deref().map(|to| user_of(&api, to)).transpose()?;
    let whose = args.to.as_deref().map_or_else(|| "nobody in particular".to_owned(), harmless);
    let name = harmless(pick::text(&key, "name"));
    if confirm_yes(&format!("Hand the key `{name}` over to {whose}?"), args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was handed over"));
    }
    let revision = key.get("revision").cloned().unwrap_or(Value::Null);
    let body = json!({ "member": to, "revision": revision });
    let answer = api.post(&format!("{}/hand-over", pick::path(pick::text(&key, "id"))), &body)?;
    args.remote.print(&answer, out, |_, out| out.line(format!("`{name}` belongs to {whose} now")))
}
