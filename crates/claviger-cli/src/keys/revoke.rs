//! `claviger keys revoke`: takes a key back, for ever.

use super::pick;
use crate::failure::Failure;
use crate::http::ANSWER;
use crate::output::{Answer, Out, confirm_typed, harmless};
use crate::remote::Remote;
use serde_json::{Value, json};
use std::time::Duration;

const EXAMPLES: &str = "\
Once this has answered, no call of the key is accepted any more. Calls let in just before may still be carried out for
two seconds; --drain waits for them.

Examples:
  claviger keys revoke                         shows the keys, and asks which
  claviger keys revoke 'grid bot'              asks for the name again
  claviger keys revoke key_0123456789ab --drain 5 --yes";

/// Options of `claviger keys revoke`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key; at a terminal it may be left out
    key: Option<String>,
    /// Wait up to so many seconds for calls that were let in before
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=10))]
    drain: Option<u64>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let key = pick::find_or_ask(&api, args.key.as_deref(), out)?;
    let name = pick::text(&key, "name");
    if confirm_typed(&question(&key), name, args.yes)? == Answer::No {
        return Err(Failure::failed("that is not its name; nothing was revoked"));
    }
    let mut body = json!({});
    put_drain(&mut body, args.drain);
    let path = format!("{}/revoke", pick::path(pick::text(&key, "id")));
    let answer = api.post_within(&path, &body, ANSWER + Duration::from_secs(args.drain.unwrap_or(0)))?;
    args.remote.print(&answer, out, |answer, out| {
        out.line(format!("`{}` is revoked: no call of it is accepted any more", harmless(name)))?;
        tell_open_calls(answer, out)
    })
}

/// The question before a key is revoked; the demo shows the same.
pub(crate) fn question(key: &Value) -> String {
    let holder = Some(pick::text(key, "holder")).filter(|holder| !holder.is_empty());
    let held = holder.map(|holder| format!(", held by {}", harmless(holder))).unwrap_or_default();
    format!("Revoke the key `{}`{held}? This cannot be undone.", harmless(pick::text(key, "name")))
}

/// Asks the server to wait for open calls.
pub(crate) fn put_drain(body: &mut Value, drain: Option<u64>) {
    if let (Some(fields), Some(secs)) = (body.as_object_mut(), drain) {
        fields.insert("drain_secs".to_owned(), secs.into());
    }
}

/// Says how many calls that were let in before have no outcome yet.
pub(crate) fn tell_open_calls(answer: &Value, out: &mut Out) -> Result<(), Failure> {
    match answer.get("open_calls").and_then(Value::as_u64) {
        Some(0) | None => Ok(()),
        Some(1) => out.line("1 call let in before has no outcome yet; it ends within two seconds"),
        Some(open) => {
            out.line(format!("{open} calls let in before have no outcome yet; they end within two seconds"))
        }
    }
}
