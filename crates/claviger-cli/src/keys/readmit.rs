//! `claviger keys readmit`: keys that are held since a restore are admitted again.

use super::pick;
use crate::failure::{Failure, Status};
use crate::http::Api;
use crate::output::{Answer, Out, confirm_yes, harmless, note};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
After a restore every key is held: what was revoked or narrowed since the backup is forgotten, and so are the nonces
used since. Revoke first what was taken back. Readmitting a key raises its nonce floor above everything it may have used
until now: two minutes ahead of the present, if its nonces count time (seconds to nanoseconds, ticks of .NET), so its
first calls may have to wait that long. A key that was never used, or counts by itself, needs --floor with a number
above every nonce it may have used; or revoke it and create another.

Examples:
  claviger keys readmit 'grid bot'
  claviger keys readmit 'counting bot' --floor 1000000
  claviger keys readmit --all --yes";

/// Options of `claviger keys readmit`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    #[arg(required_unless_present = "all")]
    key: Option<String>,
    /// Every key of the account that is held
    #[arg(long, conflicts_with_all = ["key", "floor"])]
    all: bool,
    /// No nonce at or below is accepted any more
    #[arg(long, value_name = "NONCE")]
    floor: Option<u64>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    if args.all {
        return all(&api, args, out);
    }
    let key = pick::find(&api, args.key.as_deref().unwrap_or(""))?;
    let name = harmless(pick::text(&key, "name"));
    let question = format!("Readmit `{name}`? Its calls are accepted again with all its permissions.");
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let answer = one(&api, &key, args.floor)?;
    args.remote.print(&answer, out, |_, out| out.line(format!("`{name}` is readmitted")))
}

fn all(api: &Api, args: &Args, out: &mut Out) -> Result<(), Failure> {
    let mut held = pick::all(api, &[])?;
    held.retain(|key| key.get("held") == Some(&Value::Bool(true)) && pick::text(key, "state") != "revoked");
    if held.is_empty() {
        note("no key is held");
        return Ok(());
    }
    let question =
        format!("Readmit {} keys? Was everything revoked that was taken back since the backup?", held.len());
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let mut left = 0;
    for key in &held {
        let name = harmless(pick::text(key, "name"));
        match one(api, key, None) {
            Ok(_) => out.line(format!("`{name}` is readmitted"))?,
            Err(failure) if failure.status() == Status::Connect => return Err(failure),
            Err(failure) => {
                left += 1;
                note(&format!("`{name}`: {failure}"));
            }
        }
    }
    if left == 0 { Ok(()) } else { Err(Failure::failed(format!("{left} of {} keys stay held", held.len()))) }
}

fn one(api: &Api, key: &Value, floor: Option<u64>) -> Result<Value, Failure> {
    let body = floor.map_or_else(|| json!({}), |floor| json!({ "floor": floor.to_string() }));
    api.post(&format!("{}/readmit", pick::path(pick::text(key, "id"))), &body)
}
