//! `claviger profile list`: the profiles of this machine's user.

use super::{file::Holds, folder};
use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use serde_json::{Value, json};

const COLUMNS: &[Column] = &[
    Column::new("NAME", Kind::Text, &["/name"]),
    Column::new("HOLDS", Kind::Word, &["/holds"]),
    Column::new("URL", Kind::Text, &["/url"]),
    Column::new("API KEY", Kind::Word, &["/api_key"]),
    Column::new("PROBLEM", Kind::Text, &["/problem"]),
];

const EXAMPLES: &str = "\
Examples:
  claviger profile list
  claviger profile list --json";

/// Options of `claviger profile list`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let items: Vec<Value> = folder::names()?.iter().map(|name| describe(name)).collect();
    let answer = json!({ "items": items, "next": null });
    if args.json {
        return out.json(&answer);
    }
    out.items(&answer, COLUMNS, "there are no profiles; `claviger profile add` makes one")
}

/// Says what can be said without the passphrase; a profile that cannot be used says why.
fn describe(name: &str) -> Value {
    match folder::read(name) {
        Ok(profile) => {
            let (url, api_key) = profile.shown();
            let holds = if profile.holds() == Holds::Key { "key" } else { "token" };
            json!({ "name": name, "holds": holds, "url": url, "api_key": api_key })
        }
        Err(failure) => {
            let words = failure.to_string();
            json!({ "name": name, "problem": words.lines().next() })
        }
    }
}
