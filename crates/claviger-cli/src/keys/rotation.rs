//! `claviger keys rotation`: both keys of a rotation, with the calls each still gets.

use super::pick;
use crate::failure::{Failure, Status};
use crate::http::Api;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Examples:
  claviger keys rotation 'grid bot'";

const COLUMNS: &[Column] = &[
    Column::new("NAME", Kind::Text, &["/key/name"]),
    Column::new("STATE", Kind::State, &["/key/state"]),
    Column::new("LAST HOUR", Kind::Number, &["/last_hour"]),
    Column::new("LAST DAY", Kind::Number, &["/last_day"]),
    Column::new("REFUSED", Kind::Number, &["/refused_last_day"]).spare(),
    Column::new("FROM", Kind::List, &["/from"]).or("-"),
    Column::new("LAST USED", Kind::Time, &["/last_used"]).or("never"),
    Column::new("WORKS UNTIL", Kind::Time, &["/key/retires_at"]).or("-"),
];

/// Options of `claviger keys rotation`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of either key
    key: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let key = pick::find(&api, &args.key)?;
    let answer = api.get(&format!("{}/rotation", pick::path(pick::text(&key, "id"))), &[])?;
    args.remote.print(&answer, out, |answer, out| {
        let sides = ["predecessor", "successor"].map(|name| with_sources(answer.get(name)));
        out.items(&json!({ "items": sides }), COLUMNS, "")
    })
}

/// The side with its addresses as a list of texts.
fn with_sources(side: Option<&Value>) -> Value {
    let mut side = side.cloned().unwrap_or(Value::Null);
    let sources = side.get("sources").and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |source: &Value| pick::text(source, "source").to_owned();
    let sources: Vec<Value> =
        sources.iter().map(text).filter(|text| !text.is_empty()).map(Value::from).collect();
    if let Some(fields) = side.as_object_mut() {
        fields.insert("from".to_owned(), sources.into());
    }
    side
}

/// The old key of the rotation that a key is part of, whichever of the two it is.
pub(super) fn old_of(api: &Api, key: &Value) -> Result<Value, Failure> {
    let link = |field| key.get(field).and_then(Value::as_str);
    match (link("successor"), link("predecessor")) {
        (Some(_), _) => Ok(key.clone()),
        (None, Some(before)) => api.get(&pick::path(before), &[]),
        (None, None) => Err(Failure::new(Status::NotFoundOrConflict, "the key is not being replaced")
            .next("`claviger keys rotate` begins a rotation")),
    }
}
