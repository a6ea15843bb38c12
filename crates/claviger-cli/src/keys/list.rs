//! `claviger keys list`: the keys of the account.

use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger keys list
  claviger keys list --state active --state read-only
  claviger keys list --holder 'market maker' --json
  claviger keys list --application grid-bot-3";

pub(super) const COLUMNS: &[Column] = &[
    Column::new("NAME", Kind::Text, &["/name"]),
    Column::new("STATE", Kind::State, &["/state"]),
    Column::new("KIND", Kind::Word, &["/kind"]).spare(),
    Column::new("HOLDER", Kind::Text, &["/holder"]).spare(),
    Column::new("APPLICATION", Kind::Text, &["/application"]).spare(),
    Column::new("PERMISSIONS", Kind::List, &["/permissions"]).or("-"),
    Column::new("ALLOWED FROM", Kind::List, &["/allowlist"]).or("anywhere"),
    Column::new("EXPIRES", Kind::Time, &["/expires_at"]).or("never"),
    Column::new("ID", Kind::Word, &["/id"]).spare(),
];

/// Options of `claviger keys list`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only keys in this state; may be repeated
    #[arg(long, value_name = "STATE", value_parser = ["active", "read-only", "cancel-only", "frozen", "revoked"])]
    state: Vec<String>,
    /// Only keys of this holder
    #[arg(long, value_name = "HOLDER")]
    holder: Option<String>,
    /// Only keys of this application
    #[arg(long, value_name = "TAG")]
    application: Option<String>,
    /// Only keys with this text in name, holder, application or description
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let mut query = Vec::new();
    if !args.state.is_empty() {
        query.push(("state", args.state.join(",")));
    }
    query.extend(args.holder.clone().map(|holder| ("holder", holder)));
    query.extend(args.application.clone().map(|tag| ("application", tag)));
    query.extend(args.text.clone().map(|text| ("text", text)));
    let answer = pages(&args.remote.connect()?, "/keys", &query, &args.paging)?;
    args.remote.print(&answer, out, |answer, out| {
        out.items(answer, COLUMNS, "no keys; `claviger keys create` makes one")
    })
}
