//! `claviger stop`: the kill switch.

use crate::failure::Failure;
use crate::http::ANSWER;
use crate::keys::{put_drain, tell_open_calls};
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use serde_json::{Value, json};
use std::time::Duration;

const EXAMPLES: &str = "\
Without options every key of the account is frozen, at once and without a question: once this has answered, no call is
accepted that starts later. Calls let in just before may still be carried out for two seconds; --drain waits for them.
No key is widened by it. The answer says how each is put back to what it was: claviger keys step NAME active.

Examples:
  claviger stop                                every key is frozen
  claviger stop --drain 5                      and says what is still open after five seconds
  claviger stop --holder 'Vendor X'            every key that Vendor X holds
  claviger stop --application grid-bot-3       every key of that application
  claviger stop --to cancel-only               they may still cancel, and nothing else
  claviger stop --drain 5 --cancel-orders      and then nothing is left on the books
  claviger stop --holder 'Vendor X' --to revoked";

/// Most keys whose way back is printed.
const MOST_UNDONE: usize = 20;

/// Options of `claviger stop`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only the keys that this one holds
    #[arg(long)]
    holder: Option<String>,
    /// Only the keys of this application
    #[arg(long, value_name = "TAG", conflicts_with = "holder")]
    application: Option<String>,
    /// What they still let through
    #[arg(long, value_name = "STATE", default_value = "frozen", value_parser = ["read-only", "cancel-only", "frozen", "revoked"])]
    to: String,
    /// Wait up to so many seconds for calls that were let in before
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=10))]
    drain: Option<u64>,
    /// Then cancel every open order of the account, whoever placed it
    #[arg(long)]
    cancel_orders: bool,
    /// Do not ask before keys are revoked, which cannot be undone
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    // Only what cannot be undone is asked about.
    if args.to == "revoked" && confirm_yes(&question(args), args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let api = args.remote.connect()?;
    let mut body = json!({ "state": args.to });
    for (name, given) in [("holder", &args.holder), ("application", &args.application)] {
        if let (Some(given), Some(fields)) = (given, body.as_object_mut()) {
            fields.insert(name.to_owned(), given.as_str().into());
        }
    }
    if let (true, Some(fields)) = (args.cancel_orders, body.as_object_mut()) {
        fields.insert("cancel_orders".to_owned(), true.into());
    }
    put_drain(&mut body, args.drain);
    let within = ANSWER + Duration::from_secs(args.drain.unwrap_or(0));
    let answer = api.post_within("/keys/stop", &body, within)?;
    args.remote.print(&answer, out, |answer, out| {
        out.line(told(answer))?;
        for key in answer.get("still_open").and_then(Value::as_array).into_iter().flatten() {
            out.line(format!("still open, of `{}`:", harmless(text(key, "name"))))?;
            tell_open_calls(key, out)?;
        }
        tell_undo(answer, &args.to, out)
    })
}

/// How each key is put back to what it was.
fn tell_undo(answer: &Value, to: &str, out: &mut Out) -> Result<(), Failure> {
    let keys = answer.get("keys").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if keys.is_empty() || to == "revoked" {
        return Ok(());
    }
    out.line("to put a key back to what it was:")?;
    for key in keys.iter().take(MOST_UNDONE) {
        out.line(format!("  claviger keys step {} {}", quoted(text(key, "name")), text(key, "was")))?;
    }
    if answer.get("stopped").and_then(Value::as_u64) > Some(MOST_UNDONE as u64) {
        out.line("  and so on; `claviger keys show NAME` says what each was before")?;
    }
    Ok(())
}

/// A name as one word of a shell.
fn quoted(name: &str) -> String {
    format!("'{}'", harmless(name).replace('\'', r"'\''"))
}

fn question(args: &Args) -> String {
    let whose = match (&args.holder, &args.application) {
        (Some(holder), _) => format!("Revoke every key held by {}?", harmless(holder)),
        (None, Some(tag)) => format!("Revoke every key of the application {}?", harmless(tag)),
        (None, None) => "Revoke every key of the account?".to_owned(),
    };
    format!("{whose} This cannot be undone.")
}

fn told(answer: &Value) -> String {
    let count = |name| answer.get(name).and_then(Value::as_u64).unwrap_or(0);
    let (stopped, before, open) = (count("stopped"), count("stopped_before"), count("open_calls"));
    let keys = if stopped == 1 { "key is" } else { "keys are" };
    let state = text(answer, "state");
    let before = if before > 0 { format!("; {before} let no more through before") } else { String::new() };
    let open = if open > 0 { format!("; {open} calls were open") } else { "; no call was open".to_owned() };
    let cancelled = answer.get("cancelled_orders").and_then(Value::as_u64);
    let cancelled = cancelled.map_or_else(String::new, |count| format!("; {count} open orders cancelled"));
    format!("{stopped} {keys} {state} now{before}{open}{cancelled}")
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_is_told_in_one_line() {
        let answer = |stopped, before, open| json!({ "state": "frozen", "stopped": stopped, "stopped_before": before, "open_calls": open });
        assert_eq!(told(&answer(1, 0, 0)), "1 key is frozen now; no call was open");
        assert_eq!(
            told(&answer(7, 2, 3)),
            "7 keys are frozen now; 2 let no more through before; 3 calls were open"
        );
    }
}
