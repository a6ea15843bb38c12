//! `claviger tokens`: administration tokens, for this program and for automation.

mod create;
mod list;
mod pick;
mod revoke;
mod rotate;

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use clap::Subcommand;
use serde_json::Value;

/// Verbs on tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Create a token; it is shown once
    Create(create::Args),
    /// List the tokens of the account
    List(list::Args),
    /// Replace a token by a fresh one of the same name and role; the old one stops at once
    Rotate(rotate::Args),
    /// Take a token back, for ever
    Revoke(revoke::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Create(args) => create::run(args, out),
        Verb::List(args) => list::run(args, out),
        Verb::Rotate(args) => rotate::run(args, out),
        Verb::Revoke(args) => revoke::run(args, out),
    }
}

const COLUMNS: &[Column] = &[
    Column::new("NAME", Kind::Text, &["/name"]),
    Column::new("ROLE", Kind::Word, &["/role"]),
    Column::new("SHOWN TO", Kind::Word, &["/made_by"]).or("the host").spare(),
    Column::new("CREATED", Kind::Time, &["/created_at"]).spare(),
    Column::new("EXPIRES", Kind::Time, &["/expires_at"]).or("never"),
    Column::new("REVOKED", Kind::Time, &["/revoked_at"]),
    Column::new("ID", Kind::Word, &["/id"]).spare(),
];

/// Shows a token that was just made, and the token itself, once.
pub(crate) fn show_once(answer: &Value, out: &mut Out) -> Result<(), Failure> {
    out.card(answer, COLUMNS)?;
    out.line("")?;
    out.line(out.paint.bold("Administration token, shown this once; it cannot be seen again:"))?;
    out.line(format!("  {}", answer.get("token").and_then(Value::as_str).unwrap_or("")))
}
