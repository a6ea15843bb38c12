//! `claviger notices rules`: every kind of event, and what is done with it.

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Examples:
  claviger notices rules";

const EVENTS: &[Column] = &[
    Column::new("EVENT", Kind::Word, &["/event"]),
    Column::new("LEVEL", Kind::Word, &["/level"]),
    Column::new("UNLESS TOLD", Kind::Word, &["/unless_told"]),
    Column::new("WHAT IT IS", Kind::Text, &["/words"]).spare(),
];

const RULES: &[Column] = &[
    Column::new("EVENT", Kind::Word, &["/event"]),
    Column::new("KEY", Kind::Word, &["/key"]),
    Column::new("PERSON", Kind::Word, &["/user"]),
    Column::new("TOLD", Kind::Word, &["/tell"]),
];

/// Options of `claviger notices rules`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = args.remote.connect()?.get("/rules", &[])?;
    args.remote.print(&answer, out, |answer, out| {
        out.items(answer, RULES, "no rule was set")?;
        out.line("")?;
        let events = json!({ "items": answer.get("events").unwrap_or(&Value::Null) });
        out.items(&events, EVENTS, "")
    })
}
