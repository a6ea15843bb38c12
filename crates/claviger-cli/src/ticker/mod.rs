//! `claviger ticker`: prices of the paper exchange with their change in 24 hours, once or as a live table.

mod sort;
mod watch;

use crate::failure::Failure;
use crate::http::Api;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;
use serde_json::Value;
use sort::{Sort, sorted};

const EXAMPLES: &str = "\
Prices and changes are in the asset behind the slash. The change is against the price of 24 hours ago; high, low and volume are
of these 24 hours. A live table ends with Ctrl-C; where the output is no terminal, --watch prints a line per market and round:
instant, market, price, change, percent; with --json the answer of the API, a line per round.

Examples:
  claviger ticker
  claviger ticker BTC/USD ETH --watch
  claviger ticker --watch=5 --sort change
  claviger ticker XBTUSD --json";

const COLUMNS: &[Column] = &[
    Column::new("PAIR", Kind::Word, &["/name"]),
    Column::new("LAST", Kind::Number, &["/last"]),
    Column::new("24H", Kind::Change, &["/change"]),
    Column::new("24H %", Kind::Change, &["/change_percent"]),
    Column::new("BID", Kind::Number, &["/bid"]).spare(),
    Column::new("ASK", Kind::Number, &["/ask"]).spare(),
    Column::new("HIGH", Kind::Number, &["/high"]).spare(),
    Column::new("LOW", Kind::Number, &["/low"]).spare(),
    Column::new("VOLUME", Kind::Number, &["/volume"]).spare(),
];

/// Options of `claviger ticker`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only these markets, by any of their names; an asset stands for all its markets
    #[arg(value_name = "PAIR")]
    pairs: Vec<String>,
    /// Go on, looking every so many seconds, 1 to 3600; 2 unless told
    #[arg(long, value_name = "SECS", num_args = 0..=1, require_equals = true, default_missing_value = "2",
        value_parser = clap::value_parser!(u64).range(1..=3600))]
    watch: Option<u64>,
    /// Order of the table: change and price with the greatest first, name; that of the exchange unless told
    #[arg(long, value_name = "BY")]
    sort: Option<Sort>,
    #[command(flatten)]
    remote: Remote,
}

impl Args {
    /// What the server shows now.
    fn look(&self, api: &Api) -> Result<Value, Failure> {
        let pairs = (!self.pairs.is_empty()).then(|| ("pairs", self.pairs.join(",")));
        let query: Vec<_> = pairs.into_iter().collect();
        api.get("/ticker", &query)
    }

    /// The markets of an answer, in the order of the table.
    fn rows(&self, answer: &Value) -> Vec<Value> {
        let items = answer.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        sorted(items, self.sort)
    }
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    if let Some(secs) = args.watch {
        return watch::run(args, &api, secs, out);
    }
    let answer = args.look(&api)?;
    args.remote.print(&answer, out, |answer, out| {
        let text = crate::output::list(&args.rows(answer), COLUMNS, out);
        out.line(text)
    })
}
