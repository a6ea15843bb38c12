//! `claviger members edit`: changes a member's role.

use super::{ROLE_WORDS, ROLES, pick};
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Examples:
  claviger members edit ada@example.com --role auditor
  claviger members edit ada@example.com --role owner --yes";

/// Options of `claviger members edit`.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{ROLE_WORDS}\n\n{EXAMPLES}"))]
pub(crate) struct Args {
    /// Login or id of the member
    member: String,
    /// What they may do from now on
    #[arg(long, value_name = "ROLE", value_parser = ROLES)]
    role: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let member = pick::find(&api, &args.member)?;
    let login = pick::text(&member, "login");
    let question = format!("Make `{}` ({}) {}?", harmless(login), pick::text(&member, "role"), args.role);
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let revision = member.get("revision").cloned().unwrap_or_default();
    let body = json!({ "role": args.role, "revision": revision });
    let answer = api.patch(&pick::path(&member), &body)?;
    args.remote.print(&answer, out, |answer, out| {
        let revoked = match answer.get("tokens_revoked").and_then(Value::as_u64) {
            None | Some(0) => String::new(),
            Some(revoked) => format!("; tokens of theirs that were above it, revoked: {revoked}"),
        };
        out.line(format!("`{}` is {} now{revoked}", harmless(login), args.role))
    })
}
