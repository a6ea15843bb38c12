//! `claviger keys retire`: the old key of a rotation retires now, or at another time than was told.

use super::pick;
use super::revoke::{put_drain, tell_open_calls};
use crate::failure::Failure;
use crate::http::ANSWER;
use crate::output::{Answer, Out, Toward, confirm_yes, harmless, parse_when};
use crate::remote::Remote;
use claviger::clock::{Clock as _, SystemClock};
use serde_json::json;
use std::time::Duration;

const EXAMPLES: &str = "\
Either key of the rotation may be named. A key that has retired is not brought back.

Examples:
  claviger keys retire 'grid bot' --yes
  claviger keys retire 'grid bot' --at 12h";

/// Options of `claviger keys retire`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of either key
    key: String,
    /// Not now: another end of the overlap, as in 12h or 2026-12-31T18:00:00Z
    #[arg(long, value_name = "TIME", conflicts_with = "drain")]
    at: Option<String>,
    /// Wait at most so many seconds until no call accepted before is open
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=10))]
    drain: Option<u64>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let mut body = json!({});
    if let (Some(at), Some(fields)) = (&args.at, body.as_object_mut()) {
        fields.insert("at".to_owned(), parse_when(at, SystemClock.now(), Toward::Future)?.into());
    }
    put_drain(&mut body, args.drain);
    let api = args.remote.connect()?;
    let key = pick::find(&api, &args.key)?;
    let old = super::rotation::old_of(&api, &key)?;
    let name = harmless(pick::text(&old, "name"));
    let question = match &args.at {
        None => format!("Retire `{name}` now? Its calls are refused from then on, for ever."),
        Some(at) => format!("Let `{name}` retire at `{}`?", harmless(at)),
    };
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was changed"));
    }
    let path = format!("{}/retire", pick::path(pick::text(&old, "id")));
    let answer = api.post_within(&path, &body, ANSWER + Duration::from_secs(args.drain.unwrap_or(0)))?;
    args.remote.print(&answer, out, |answer, out| match pick::text(answer, "state") {
        "revoked" => {
            out.line(format!("`{name}` has retired"))?;
            tell_open_calls(answer, out)
        }
        _ => out.line(format!("`{name}` works until {}", out.times.line(pick::text(answer, "retires_at")))),
    })
}
