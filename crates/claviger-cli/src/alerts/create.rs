//! `claviger alerts create`: makes a price alert.

use super::FIELDS;
use crate::failure::Failure;
use crate::output::{Out, Toward, note, parse_secs, parse_when};
use crate::remote::Remote;
use claviger::clock::{Clock as _, SystemClock};
use serde_json::{Map, Value, json};

const EXAMPLES: &str = "\
An alert fires at the first second at which its condition comes to hold. If it holds already, it must first not hold. One
that repeats rests for its pause, and must then first not hold, too.

Examples:
  claviger alerts create BTC/USD --above 120000
  claviger alerts create ETHUSD --below 3500.50 --repeat --description 'buy the dip'
  claviger alerts create SOL/USD --change 5 --repeat=6h --expires 30d
  claviger alerts create XBTUSD --down 2.5 --json";

/// Options of `claviger alerts create`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The market, by any of its names: BTC/USD, XBTUSD
    pair: String,
    #[command(flatten)]
    condition: Condition,
    /// Fire again and again, with a pause of at least so long: 90s, 10m, 1h, 1d; an hour unless told. Without this it
    /// fires once
    #[arg(long, value_name = "PAUSE", num_args = 0..=1, require_equals = true, default_missing_value = "1h")]
    repeat: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// When it ends: 90d, 2026-12-31, or 2026-12-31T18:00:00Z
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// Turn it on later, with `claviger alerts enable`
    #[arg(long)]
    off: bool,
    #[command(flatten)]
    remote: Remote,
}

/// What the alert waits for.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Condition {
    /// The price is at this or above
    #[arg(long, value_name = "PRICE")]
    above: Option<String>,
    /// The price is at this or below
    #[arg(long, value_name = "PRICE")]
    below: Option<String>,
    /// The price is so many percent above that of 24 hours before
    #[arg(long, value_name = "PERCENT")]
    up: Option<String>,
    /// The price is so many percent below that of 24 hours before
    #[arg(long, value_name = "PERCENT")]
    down: Option<String>,
    /// The price is so many percent away from that of 24 hours before, either way
    #[arg(long, value_name = "PERCENT")]
    change: Option<String>,
}

impl Condition {
    fn json(&self) -> Value {
        let price = |kind, price: &String| json!({ "kind": kind, "price": price });
        let change =
            |way, percent: &String| json!({ "kind": "change", "percent": percent, "direction": way });
        let all = [
            self.above.as_ref().map(|at| price("above", at)),
            self.below.as_ref().map(|at| price("below", at)),
            self.up.as_ref().map(|by| change("up", by)),
            self.down.as_ref().map(|by| change("down", by)),
            self.change.as_ref().map(|by| change("either", by)),
        ];
        all.into_iter().flatten().next().unwrap_or_default()
    }
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = args.remote.connect()?.post("/alerts", &body(args)?)?;
    args.remote.print(&answer, out, |answer, out| {
        out.card(answer, FIELDS)?;
        if answer.get("holds").and_then(Value::as_bool) == Some(true) {
            note("its condition holds already: it fires once that has not held for a second, and does again");
        }
        Ok(())
    })
}

fn body(args: &Args) -> Result<Value, Failure> {
    let mut body = Map::new();
    body.insert("pair".to_owned(), args.pair.clone().into());
    body.insert("condition".to_owned(), args.condition.json());
    if let Some(pause) = &args.repeat {
        body.insert("repeat_secs".to_owned(), parse_secs(pause)?.into());
    }
    if let Some(text) = &args.description {
        body.insert("description".to_owned(), text.clone().into());
    }
    if let Some(expires) = &args.expires {
        let at = parse_when(expires, SystemClock.now(), Toward::Future)?;
        body.insert("expires_at".to_owned(), at.into());
    }
    if args.off {
        body.insert("enabled".to_owned(), false.into());
    }
    Ok(body.into())
}
