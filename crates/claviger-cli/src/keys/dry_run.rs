//! `claviger keys dry-run`: what a change would have refused of what a key was used for. Nothing is changed.

use super::pick;
use crate::failure::Failure;
use crate::output::{Column, Kind, Out, Toward, parse_when};
use crate::remote::Remote;
use claviger::clock::{Clock as _, SystemClock};
use serde_json::Value;

const EXAMPLES: &str = "\
What is not given stays as it is. Lists are given whole. `none` clears.

Examples:
  claviger keys dry-run 'grid bot' -p query-funds,modify-trades
  claviger keys dry-run 'grid bot' -a 203.0.113.7 --days 30
  claviger keys dry-run 'grid bot' --state read-only --json";

const LINES: &[Column] = &[
    Column::new("What", Kind::Word, &["/action"]),
    Column::new("Why", Kind::Reason, &["/reason"]),
    Column::new("For sure", Kind::Word, &["/certain"]),
    Column::new("Calls", Kind::Number, &["/calls"]),
    Column::new("First", Kind::Time, &["/first_at"]),
    Column::new("Last", Kind::Time, &["/last_at"]),
    Column::new("Last from", Kind::Word, &["/examples/0/source"]),
];

/// Options of `claviger keys dry-run`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    key: String,
    /// Permissions it would have, separated by commas
    #[arg(long, short = 'p', value_name = "LIST")]
    permissions: Option<String>,
    /// Addresses and blocks it would work from, separated by commas
    #[arg(long, short = 'a', value_name = "LIST")]
    allow: Option<String>,
    /// The state it would be in
    #[arg(long, value_parser = ["active", "read-only", "cancel-only", "frozen"])]
    state: Option<String>,
    /// From when on it would be valid
    #[arg(long, value_name = "TIME")]
    not_before: Option<String>,
    /// When it would expire
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// The earliest history it could read
    #[arg(long, value_name = "TIME")]
    query_from: Option<String>,
    /// The latest history it could read
    #[arg(long, value_name = "TIME")]
    query_to: Option<String>,
    /// Days to look back
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=3660))]
    days: u32,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let query = args.query()?;
    if query.len() == 1 {
        return Err(Failure::usage("nothing to try: say what would change, for example -p query-funds"));
    }
    let api = args.remote.connect()?;
    let key = pick::find(&api, &args.key)?;
    let path = format!("{}/dry-run", pick::path(pick::text(&key, "id")));
    let answer = api.get(&path, &query)?;
    args.remote.print(&answer, out, |answer, out| {
        out.line(format!("It {}.", pick::text(answer, "words")))?;
        let lines = answer.get("lines").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if lines.is_empty() { Ok(()) } else { out.line(crate::output::list(lines, LINES, out)) }
    })
}

impl Args {
    fn query(&self) -> Result<Vec<(&'static str, String)>, Failure> {
        let mut query = vec![("days", self.days.to_string())];
        let cleared = |text: &str| if text.trim() == "none" { String::new() } else { text.to_owned() };
        for (name, given) in [("permissions", &self.permissions), ("allowlist", &self.allow)] {
            query.extend(given.as_deref().map(|text| (name, cleared(text))));
        }
        query.extend(self.state.clone().map(|state| ("state", state)));
        let times = [
            ("not_before", &self.not_before, Toward::Future),
            ("expires_at", &self.expires, Toward::Future),
            ("query_from", &self.query_from, Toward::Past),
            ("query_to", &self.query_to, Toward::Past),
        ];
        for (name, given, toward) in times {
            let Some(text) = given.as_deref() else { continue };
            let value = match text {
                "none" => String::new(),
                text => parse_when(text, SystemClock.now(), toward)?,
            };
            query.push((name, value));
        }
        Ok(query)
    }
}
