//! `claviger deliveries show`: a delivery with its last attempts.

use crate::failure::Failure;
use crate::http::encode;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;
use serde_json::Value;

const EXAMPLES: &str = "\
Examples:
  claviger deliveries show delivery_0123456789ab";

const FIELDS: &[Column] = &[
    Column::new("Id", Kind::Word, &["/id"]),
    Column::new("Channel", Kind::Word, &["/channel"]),
    Column::new("Told", Kind::Text, &["/told/sentence"]),
    Column::new("Event", Kind::Word, &["/told/id"]),
    Column::new("Fate", Kind::State, &["/fate"]),
    Column::new("Tries", Kind::Number, &["/tries"]),
    Column::new("Next try", Kind::Time, &["/next_try"]),
    Column::new("Made", Kind::Time, &["/created_at"]),
];

const ATTEMPTS: &[Column] = &[
    Column::new("WHEN", Kind::Time, &["/at"]),
    Column::new("MS", Kind::Number, &["/took_ms"]),
    Column::new("TAKEN", Kind::Text, &["/taken"]),
    Column::new("ANSWER", Kind::Text, &["/answer"]),
];

/// Options of `claviger deliveries show`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Id of the delivery
    delivery: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = args.remote.connect()?.get(&format!("/deliveries/{}", encode(&args.delivery)), &[])?;
    args.remote.print(&answer, out, show)
}

/// Shows one.
pub(crate) fn show(delivery: &Value, out: &mut Out) -> Result<(), Failure> {
    out.card(delivery, FIELDS)?;
    let attempts = delivery.get("attempts").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if attempts.is_empty() {
        return Ok(());
    }
    out.line("")?;
    let attempts = serde_json::json!({ "items": attempts });
    out.items(&attempts, ATTEMPTS, "")
}
