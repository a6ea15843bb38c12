//! `claviger invitations`: links that let somebody in, once.

mod create;
mod list;
mod revoke;

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use clap::Subcommand;
use serde_json::Value;

/// Verbs on invitations.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a link with which somebody becomes a member; it is shown once
    Create(create::Args),
    /// List the invitations and reset links that still work
    List(list::Args),
    /// Take an invitation or a reset link back
    Revoke(revoke::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Create(args) => create::run(args, out),
        Verb::List(args) => list::run(args, out),
        Verb::Revoke(args) => revoke::run(args, out),
    }
}

const COLUMNS: &[Column] = &[
    Column::new("FOR", Kind::Word, &["/purpose"]),
    Column::new("ROLE", Kind::Word, &["/role"]),
    Column::new("USER", Kind::Word, &["/user"]).spare(),
    Column::new("MEANT FOR", Kind::Text, &["/meant_for"]),
    Column::new("CREATED", Kind::Time, &["/created_at"]).spare(),
    Column::new("EXPIRES", Kind::Time, &["/expires_at"]),
    Column::new("ID", Kind::Word, &["/id"]),
];

/// Shows a link that was just made, once.
pub(crate) fn show_once(answer: &Value, out: &mut Out) -> Result<(), Failure> {
    out.card(answer, COLUMNS)?;
    out.line("")?;
    out.line(out.paint.bold("Link, shown this once; it works once, and whoever has it can use it:"))?;
    out.line(format!("  {}", answer.get("link").and_then(Value::as_str).unwrap_or("")))
}
