//! `claviger incident`: after a leak, everything that is to be done about a key, in its order. Each part may be asked for alone,
//! and again.

mod replace;
mod stop;
mod tell;

use crate::failure::Failure;
use crate::files::NewFile;
use crate::http::Api;
use crate::keys::pick;
use crate::output::{Answer, Out, Toward, confirm_typed, harmless, parse_when};
use crate::remote::Remote;
use claviger::clock::{Clock as _, SystemClock};
use serde_json::{Value, json};
use std::path::PathBuf;

const EXAMPLES: &str = "\
A private key in a log, a laptop that was stolen, calls from an address nobody knows. Without options it only shows what the
key did since it was last known to be in the right hands, and how far the answer has come; nothing is changed. What is done
already is told and passed over, so the same command can be sent again after an interruption.

Examples:
  claviger incident 'grid bot'                            what it did, from where, and what is left to do
  claviger incident 'grid bot' --since 2026-11-25T18:00:00Z
  claviger incident 'grid bot' --stop cancel-only         its bot may still clear up
  claviger incident 'grid bot' --stop revoked --drain 5 --cancel-orders
  claviger incident 'grid bot' --replace 'grid bot 2' --least --save grid-bot-2
  claviger incident 'grid bot' --report incident.md       a report to keep; its digest stands in the audit log";

/// Options of `claviger incident`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    key: String,
    /// The last moment it was known to be in the right hands: an instant, or so long ago; its last review unless told, else
    /// when it came into being
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Stop it first, so that it lets no more through than this
    #[arg(long, value_name = "STATE", value_parser = ["read-only", "cancel-only", "frozen", "revoked"])]
    stop: Option<String>,
    /// Wait up to so many seconds for calls that were let in before
    #[arg(long, value_name = "SECONDS", requires = "stop", value_parser = clap::value_parser!(u64).range(1..=10))]
    drain: Option<u64>,
    /// Then cancel every open order of the account, whoever placed it
    #[arg(long, requires = "stop")]
    cancel_orders: bool,
    /// Make another key of this name with the same rights; refused while the leaked one works
    #[arg(long, value_name = "NAME")]
    replace: Option<String>,
    /// Give it no more than the leaked key used before that moment
    #[arg(long, requires = "replace")]
    least: bool,
    /// Put the new key into a new encrypted profile instead of showing its private half
    #[arg(long, value_name = "PROFILE", requires = "replace", conflicts_with = "json")]
    save: Option<String>,
    /// Write a report to this file, which must not exist
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Do not ask before it is revoked, which cannot be undone
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let since =
        args.since.as_deref().map(|text| parse_when(text, SystemClock.now(), Toward::Past)).transpose()?;
    // Whatever could be wrong with the file is found out before anything is done.
    let file = args.report.as_deref().map(NewFile::reserve).transpose()?;
    let api = args.remote.connect()?;
    let key = pick::find(&api, &args.key)?;
    let path = format!("{}/incident", pick::path(pick::text(&key, "id")));
    let query: Vec<(&str, String)> = since.iter().map(|since| ("since", since.clone())).collect();
    // A moment that is none is found out before anything is done, too.
    let before = api.get(&path, &query)?;
    let stopped = args.stop.as_deref().map(|state| stop::stop(args, &api, &key, state)).transpose()?;
    if let (Some(stopped), false) = (&stopped, args.remote.json()) {
        stop::tell(&key, stopped, out)?;
    }
    let before = if stopped.is_some() { api.get(&path, &query)? } else { before };
    let replaced =
        args.replace.as_deref().map(|name| replace::replace(args, name, &api, &before)).transpose()?;
    let replacement = replaced.as_ref().and_then(|replaced| replaced.created.clone());
    if let (Some(replaced), false) = (replaced, args.remote.json()) {
        // At once: whatever fails from here on, the private key was seen.
        replaced.tell(&api, args, out)?;
    }
    let seen = see(&api, &path, &query, file);
    if args.remote.json() {
        // The new key is in the answer even if what followed failed.
        let (incident, report) =
            seen.as_ref().map_or((&Value::Null, &Value::Null), |(seen, report)| (seen, report));
        let parts =
            json!({ "stopped": stopped, "replacement": replacement, "report": report, "incident": incident });
        out.json(&parts)?;
        return seen.map(drop);
    }
    let (incident, report) = seen?;
    tell::tell(&incident, out)?;
    if report.is_null() {
        return Ok(());
    }
    let (at, digest) = (harmless(pick::text(&report, "file")), pick::text(&report, "sha256"));
    out.line(format!("The report is in {at}; SHA-256 {digest}"))
}

/// What there is to be seen now; with a file, the report is made and written.
fn see(
    api: &Api,
    path: &str,
    query: &[(&str, String)],
    file: Option<NewFile>,
) -> Result<(Value, Value), Failure> {
    let Some(file) = file else { return Ok((api.get(path, query)?, Value::Null)) };
    let body: serde_json::Map<String, Value> =
        query.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect();
    let mut reported = api.post(path, &Value::Object(body))?;
    let at = file.path().display().to_string();
    file.write(pick::text(&reported, "text"))?;
    let incident = reported.get_mut("incident").map(Value::take).unwrap_or_default();
    Ok((incident, json!({ "file": at, "sha256": reported.get("sha256"), "text": reported.get("text") })))
}

/// Asks before what cannot be undone.
fn is_meant(args: &Args, key: &Value) -> Result<(), Failure> {
    let name = pick::text(key, "name");
    let question = format!("Revoke `{}`, for ever?", harmless(name));
    match confirm_typed(&question, name, args.yes)? {
        Answer::No => Err(Failure::failed("that is not its name; nothing was changed")),
        _ => Ok(()),
    }
}
