//! `claviger tokens revoke`: takes a token back, for ever.

use super::pick;
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_typed, harmless};
use crate::remote::Remote;
use serde_json::json;

const EXAMPLES: &str = "\
Examples:
  claviger tokens revoke ci                    asks for the name again
  claviger tokens revoke tok_0123456789ab --yes";

/// Options of `claviger tokens revoke`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the token
    token: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let token = pick::find(&api, &args.token)?;
    let name = pick::text(&token, "name");
    let question = format!(
        "Revoke the administration token `{}` ({})? This cannot be undone.",
        harmless(name),
        pick::text(&token, "role")
    );
    if confirm_typed(&question, name, args.yes)? == Answer::No {
        return Err(Failure::failed("that is not its name; nothing was revoked"));
    }
    let answer = api.post(&format!("{}/revoke", pick::path(&token)), &json!({}))?;
    args.remote.print(&answer, out, |_, out| out.line(format!("`{}` is revoked", harmless(name))))
}
