//! `claviger paper order`: places an order by hand.

use crate::failure::Failure;
use crate::output::{Out, harmless};
use crate::remote::Remote;
use clap::ValueEnum;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Without prices it is a market order; with --limit a limit order; with --stop-loss or --take-profit it waits until the last price
comes to that price, and has the limit of --limit then, or none. Keys of the account see it and may cancel it.

Examples:
  claviger paper order buy 0.25 BTC/USD --limit 48000
  claviger paper order sell 0.25 XBTUSD
  claviger paper order sell 0.25 XBTUSD --stop-loss 45000
  claviger paper order buy 10 ETHUSD --limit 2400 --post-only --json";

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Side {
    /// Base in, quote out
    Buy,
    /// Base out, quote in
    Sell,
}

/// Options of `claviger paper order`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Which way
    side: Side,
    /// How much, as a decimal in the asset that is bought or sold
    volume: String,
    /// The market, by any of its names
    pair: String,
    /// The most it pays, or the least it takes
    #[arg(long, value_name = "PRICE")]
    limit: Option<String>,
    /// Wait until the last price comes here, to end a loss
    #[arg(long, value_name = "PRICE", conflicts_with = "take_profit")]
    stop_loss: Option<String>,
    /// Wait until the last price comes here, to take a profit
    #[arg(long, value_name = "PRICE")]
    take_profit: Option<String>,
    /// Cancel what is not filled at once
    #[arg(long, conflicts_with = "post_only")]
    ioc: bool,
    /// Refuse it rather than let it trade at once
    #[arg(long)]
    post_only: bool,
    #[command(flatten)]
    remote: Remote,
}

impl Args {
    fn body(&self) -> Value {
        let kind = match (&self.stop_loss, &self.take_profit, &self.limit) {
            (Some(_), _, None) => "stop-loss",
            (Some(_), _, Some(_)) => "stop-loss-limit",
            (_, Some(_), None) => "take-profit",
            (_, Some(_), Some(_)) => "take-profit-limit",
            (None, None, Some(_)) => "limit",
            (None, None, None) => "market",
        };
        json!({
            "pair": self.pair,
            "side": match self.side { Side::Buy => "buy", Side::Sell => "sell" },
            "type": kind,
            "volume": self.volume,
            "limit_price": self.limit,
            "trigger_price": self.stop_loss.as_ref().or(self.take_profit.as_ref()),
            "time_in_force": self.ioc.then_some("ioc"),
            "post_only": self.post_only,
        })
    }
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let answer = args.remote.connect()?.post("/paper/orders", &args.body())?;
    args.remote.print(&answer, out, |answer, out| {
        let field = |name| harmless(answer.get(name).and_then(Value::as_str).unwrap_or(""));
        out.line(format!("order {} is placed: {}", field("id"), field("description")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    fn body(line: &str) -> Value {
        let line = format!("claviger paper order {line}");
        let parsed = crate::args::Cli::try_parse_from(line.split_whitespace()).unwrap();
        let crate::args::Command::Paper(super::super::Verb::Order(args)) = parsed.command else {
            panic!("{line}")
        };
        args.body()
    }

    #[test]
    fn the_prices_given_make_the_type() {
        for (prices, kind) in [
            ("", "market"),
            ("--limit 5", "limit"),
            ("--stop-loss 4", "stop-loss"),
            ("--stop-loss 4 --limit 5", "stop-loss-limit"),
            ("--take-profit 4", "take-profit"),
            ("--take-profit 4 --limit 5", "take-profit-limit"),
        ] {
            let body = body(&format!("sell 0.5 XBTUSD {prices}"));
            assert_eq!((&body["type"], &body["side"]), (&json!(kind), &json!("sell")));
            assert_eq!(body["trigger_price"].is_string(), prices.contains('4'), "{body}");
            assert_eq!(body["limit_price"].is_string(), prices.contains('5'), "{body}");
        }
        let post = body("buy 1 ETHUSD --limit 5 --post-only");
        assert_eq!((&post["post_only"], &post["time_in_force"]), (&json!(true), &Value::Null));
        assert_eq!(body("buy 1 ETHUSD --limit 5 --ioc")["time_in_force"], "ioc");
    }
}
