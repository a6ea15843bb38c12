//! `claviger alerts`: rules that watch prices, and what they fired.

mod create;
mod fired;
mod list;
mod remove;
mod show;
mod switch;

use crate::failure::Failure;
use crate::http::{Api, encode};
use crate::output::{Column, Kind, Out, harmless};
use clap::Subcommand;
use serde_json::Value;

/// Verbs on price alerts.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Create an alert: on a price, or on the change in 24 hours
    Create(create::Args),
    /// List the alerts of the account
    List(list::Args),
    /// Show one alert, and how it stands
    Show(show::Args),
    /// Turn an alert on; it begins anew, also one that has fired
    Enable(switch::EnableArgs),
    /// Turn an alert off
    Disable(switch::DisableArgs),
    /// Remove an alert; what it fired stays on record
    Remove(remove::Args),
    /// Show what alerts fired, newest first
    Fired(fired::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Create(args) => create::run(args, out),
        Verb::List(args) => list::run(args, out),
        Verb::Show(args) => show::run(args, out),
        Verb::Enable(args) => switch::enable(args, out),
        Verb::Disable(args) => switch::disable(args, out),
        Verb::Remove(args) => remove::run(args, out),
        Verb::Fired(args) => fired::run(args, out),
    }
}

const FIELDS: &[Column] = &[
    Column::new("Id", Kind::Word, &["/id"]),
    Column::new("Pair", Kind::Word, &["/pair"]),
    Column::new("Condition", Kind::Text, &["/condition/words"]),
    Column::new("State", Kind::State, &["/state"]),
    Column::new("Holds now", Kind::Text, &["/holds"]),
    Column::new("Pause in seconds", Kind::Text, &["/repeat_secs"]).or("none, fires once"),
    Column::new("Description", Kind::Text, &["/description"]),
    Column::new("Expires", Kind::Time, &["/expires_at"]).or("never"),
    Column::new("Created", Kind::Time, &["/created_at"]),
    Column::new("Created by", Kind::Text, &["/by"]),
    Column::new("Times fired", Kind::Text, &["/fired"]),
    Column::new("Last fired", Kind::Time, &["/fired_at"]).or("never"),
];

/// The path of an alert.
fn path(id: &str) -> String {
    format!("/alerts/{}", encode(id))
}

/// An alert by its id.
fn find(api: &Api, id: &str) -> Result<Value, Failure> {
    api.get(&path(id), &[]).map_err(|failure| failure.next("`claviger alerts list` shows them all"))
}

/// What is said of an alert in a sentence.
fn words(alert: &Value) -> String {
    let text = |pointer: &str| harmless(alert.pointer(pointer).and_then(Value::as_str).unwrap_or_default());
    format!("{} ({} {})", text("/id"), text("/pair"), text("/condition/words"))
}
