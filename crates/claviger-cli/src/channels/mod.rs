//! `claviger channels`: where notices go.

mod confirm;
mod create;
mod edit;
mod list;
mod remove;
mod rotate;
mod test;

use crate::failure::Failure;
use crate::http::{Api, encode};
use crate::output::{Column, Kind, Out, harmless};
use clap::Subcommand;
use serde_json::Value;

/// Verbs on channels.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a channel: a mailbox, a web hook, a chat
    Create(create::Args),
    /// List the channels, and how they are doing
    List(list::Args),
    /// Change a channel: its name, whether it is in use, what goes there
    Edit(edit::Args),
    /// Confirm a mailbox by the code that was sent to it, or send another code
    Confirm(confirm::Args),
    /// Send a test
    Test(test::Args),
    /// Make a new secret for a web hook; the one before signs along for a day
    RotateSecret(rotate::Args),
    /// Remove a channel, with what waits for it
    Remove(remove::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Create(args) => create::run(args, out),
        Verb::List(args) => list::run(args, out),
        Verb::Edit(args) => edit::run(args, out),
        Verb::Confirm(args) => confirm::run(args, out),
        Verb::Test(args) => test::run(args, out),
        Verb::RotateSecret(args) => rotate::run(args, out),
        Verb::Remove(args) => remove::run(args, out),
    }
}

/// How much something must matter.
const LEVELS: [&str; 3] = ["info", "warning", "alarm"];

const COLUMNS: &[Column] = &[
    Column::new("NAME", Kind::Text, &["/name"]),
    Column::new("SERVICE", Kind::Word, &["/service"]),
    Column::new("TO", Kind::Text, &["/to"]),
    Column::new("ON", Kind::Text, &["/on"]),
    Column::new("CONFIRMED", Kind::Text, &["/confirmed"]),
    Column::new("FROM", Kind::Word, &["/least"]),
    Column::new("HOLDER", Kind::Text, &["/holder"]).spare(),
    Column::new("FAILING SINCE", Kind::Time, &["/failing_since"]).spare(),
    Column::new("ID", Kind::Word, &["/id"]),
];

/// The id of a channel, given by its id or its name.
fn find(api: &Api, channel: &str) -> Result<String, Failure> {
    let answer = api.get("/channels", &[])?;
    let items = answer.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text =
        |item: &Value, field: &str| item.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let found = items.iter().find(|item| {
        text(item, "id") == channel || text(item, "name").to_lowercase() == channel.to_lowercase()
    });
    found.map(|item| text(item, "id")).ok_or_else(|| {
        Failure::failed(format!("there is no channel {}", harmless(channel)))
            .next("`claviger channels list` shows them all")
    })
}

/// The path of a channel.
fn path(id: &str) -> String {
    format!("/channels/{}", encode(id))
}

/// Shows a channel that was just made, or given a new secret.
fn show_once(answer: &Value, out: &mut Out) -> Result<(), Failure> {
    out.card(answer, COLUMNS)?;
    let text = |field: &str| answer.get(field).and_then(Value::as_str);
    if let Some(secret) = text("secret") {
        out.line("")?;
        out.line(
            out.paint
                .bold("Secret, shown this once; the receiver checks signatures with it (Standard Webhooks):"),
        )?;
        out.line(format!("  {secret}"))?;
    }
    if answer.get("confirmed").and_then(Value::as_bool) == Some(false) {
        out.line("")?;
        out.line(match text("code_failed") {
            Some(said) => format!(
                "The code could not be mailed: {}; see `claviger channels confirm --send`",
                harmless(said)
            ),
            None => "A code was mailed to the address: give it to `claviger channels confirm`".to_owned(),
        })?;
    }
    Ok(())
}
