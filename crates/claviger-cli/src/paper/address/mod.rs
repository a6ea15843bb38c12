//! `claviger paper address`: the addresses withdrawals may go to.

mod add;
mod confirm;
mod list;
mod remove;

use crate::failure::Failure;
use crate::http::{Api, encode};
use crate::output::{Column, Kind, Out, harmless};
use clap::Subcommand;
use serde_json::Value;

/// Verbs on withdrawal addresses.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Save an address
    Add(add::Args),
    /// List the saved addresses
    List(list::Args),
    /// Confirm an address that a key saved or renamed, so that it may be withdrawn to
    Confirm(confirm::Args),
    /// Remove an address
    Remove(remove::Args),
}

pub(super) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Add(args) => add::run(args, out),
        Verb::List(args) => list::run(args, out),
        Verb::Confirm(args) => confirm::run(args, out),
        Verb::Remove(args) => remove::run(args, out),
    }
}

const COLUMNS: &[Column] = &[
    Column::new("ID", Kind::Text, &["/id"]),
    Column::new("ASSET", Kind::Text, &["/asset"]),
    Column::new("KEY", Kind::Text, &["/key"]),
    Column::new("ADDRESS", Kind::Text, &["/address"]),
    Column::new("VERIFIED", Kind::Text, &["/verified"]),
    Column::new("SAVED BY", Kind::Text, &["/origin"]),
];

/// The saved address that somebody calls by its id, or by a name that only one has.
fn find(api: &Api, called: &str) -> Result<Value, Failure> {
    let answer = api.get("/paper/addresses", &[])?;
    let items = answer.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is = |member: &str| items.iter().filter(|item| item[member] == called).collect::<Vec<_>>();
    match (is("id").as_slice(), is("key").as_slice()) {
        ([found], _) | ([], [found]) => Ok((*found).clone()),
        ([], []) => Err(Failure::failed(format!(
            "no saved address is called `{called}`; see `claviger paper address list`"
        ))),
        _ => Err(Failure::failed(format!(
            "several saved addresses are called `{called}`; give the id, as `claviger paper address list` shows it"
        ))),
    }
}

/// What is said of an address before something is done to it.
fn words(address: &Value) -> String {
    let text = |member: &str| harmless(address[member].as_str().unwrap_or_default()).to_string();
    let (key, asset, to, by) = (text("key"), text("asset"), text("address"), text("origin"));
    format!("`{key}` for {asset}, saved by a {by}:\n  {to}")
}

/// The path of an address.
fn path(address: &Value, verb: &str) -> String {
    format!("/paper/addresses/{}/{verb}", encode(address["id"].as_str().unwrap_or_default()))
}
