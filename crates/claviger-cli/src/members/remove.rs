//! `claviger members remove`: removes a member; their keys are frozen or handed over.

use super::pick;
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_typed, harmless};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
From the answer on the member can do nothing in this account, and every session of theirs has ended. Their keys are
frozen, or belong to whoever --hand-over-to names. Administration tokens they may know stay: see `claviger tokens list`.
A member who wants to go does so in the console, under Settings.

Examples:
  claviger members remove ada@example.com                asks for the login again
  claviger members remove ada@example.com --hand-over-to bo@example.com --yes";

/// Options of `claviger members remove`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Login or id of the member
    member: String,
    /// Login or id of the member whose the keys become; without it they are frozen
    #[arg(long, value_name = "MEMBER")]
    hand_over_to: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let member = pick::find(&api, &args.member)?;
    let heir = args.hand_over_to.as_deref().map(|heir| pick::user_of(&api, heir)).transpose()?;
    let login = pick::text(&member, "login");
    let keys = member.get("keys_held").and_then(Value::as_u64).unwrap_or(0);
    let become_of = if heir.is_some() { "are handed over" } else { "are frozen" };
    let question = format!(
        "Remove `{}` ({})? Keys of theirs that {become_of}: {keys}. This cannot be undone.",
        harmless(login),
        pick::text(&member, "role")
    );
    if confirm_typed(&question, login, args.yes)? == Answer::No {
        return Err(Failure::failed("that is not the login; nobody was removed"));
    }
    let body = heir.map_or_else(|| json!({}), |heir| json!({ "hand_over_to": heir }));
    let answer = api.post(&format!("{}/remove", pick::path(&member)), &body)?;
    args.remote.print(&answer, out, |answer, out| {
        let number = |field: &str| answer.get(field).and_then(Value::as_u64).unwrap_or(0);
        out.line(format!(
            "`{}` is removed: keys frozen {}, handed over {}, sessions ended {}, tokens revoked {}",
            harmless(login),
            number("keys_frozen"),
            number("keys_handed_over"),
            number("sessions_ended"),
            number("tokens_revoked")
        ))
    })
}
