//! The live table.

use super::{Args, COLUMNS};
use crate::failure::Failure;
use crate::http::Api;
use crate::output::{Out, harmless, list};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Looks again and again, until the server fails or nobody reads any more.
pub(super) fn run(args: &Args, api: &Api, secs: u64, out: &mut Out) -> Result<(), Failure> {
    let mut next = Instant::now();
    loop {
        let answer = args.look(api)?;
        show(args, &answer, secs, out)?;
        // a server that takes long is not asked twice in a row
        next = (next + Duration::from_secs(secs)).max(Instant::now());
        while let Some(left) = next.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
            std::thread::park_timeout(left);
        }
    }
}

/// One round.
fn show(args: &Args, answer: &Value, secs: u64, out: &mut Out) -> Result<(), Failure> {
    if args.remote.json() {
        return out.line(answer.to_string());
    }
    let (rows, at) = (args.rows(answer), answer.get("at").and_then(Value::as_str).unwrap_or_default());
    out.measure();
    if !out.is_live() {
        return rows.iter().try_for_each(|row| out.line(plain(at, row)));
    }
    let head = format!("{}   every {secs} s, Ctrl-C ends", out.times.clock(at));
    let text = format!("{}\n{}", out.paint.dim(&head), list(&rows, COLUMNS, out));
    out.redraw(&text)
}

/// A row for whoever reads lines: instant, market, price, change, percent.
fn plain(at: &str, row: &Value) -> String {
    let of = |field: &str| harmless(row.get(field).and_then(Value::as_str).unwrap_or("-"));
    let fields = ["pair", "last", "change", "change_percent"].map(of);
    format!("{} {}", harmless(at), fields.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::plain as output;
    use clap::Parser as _;
    use serde_json::json;

    fn args(line: &str) -> Args {
        let line = format!("claviger ticker {line}");
        let parsed = crate::args::Cli::try_parse_from(line.split_whitespace()).unwrap();
        let crate::args::Command::Ticker(args) = parsed.command else { panic!("{line}") };
        args
    }

    fn answer() -> Value {
        let row = |name: &str, percent: &str| json!({"pair": name.replace('/', ""), "name": name, "last": "5.0", "change": percent, "change_percent": percent});
        json!({"at": "2026-11-22T21:13:05.000000Z", "items": [row("ETH/USD", "-1.20"), row("XBT/USD", "3.00")]})
    }

    #[test]
    fn without_a_terminal_there_are_lines() {
        let (mut out, buffer) = output(None);
        show(&args("--watch --sort change"), &answer(), 2, &mut out).unwrap();
        let text = String::from_utf8(buffer.take()).unwrap();
        let at = "2026-11-22T21:13:05.000000Z";
        assert_eq!(text, format!("{at} XBTUSD 5.0 3.00 3.00\n{at} ETHUSD 5.0 -1.20 -1.20\n"));
        show(&args("--watch=9 --json"), &answer(), 9, &mut out).unwrap();
        let text = String::from_utf8(buffer.take()).unwrap();
        assert_eq!(text, format!("{}\n", answer()));
    }

    #[test]
    fn on_a_terminal_the_table_is_drawn_over_the_one_before() {
        let (mut out, buffer) = output(Some(70));
        out.on_a_screen_of(10);
        for round in 0..2 {
            show(&args("--watch"), &answer(), 2, &mut out).unwrap();
            let text = String::from_utf8(buffer.take()).unwrap();
            assert_eq!(text.starts_with("\u{1b}[2J\u{1b}[H"), round == 0, "{text:?}");
            assert!(text.starts_with("\u{1b}[") && text.ends_with("\u{1b}[J"), "{text:?}");
            assert!(text.contains("+3.00\u{1b}[K\n") && text.contains("-1.20\u{1b}[K\n"), "{text:?}");
            assert!(text.contains("21:13:05 UTC"), "{text:?}");
        }
    }

    #[test]
    fn a_table_that_is_too_long_is_cut_at_the_bottom() {
        let (mut out, buffer) = output(Some(70));
        out.on_a_screen_of(4);
        show(&args("--watch"), &answer(), 2, &mut out).unwrap();
        let text = String::from_utf8(buffer.take()).unwrap();
        assert_eq!(text.matches('\n').count(), 3, "{text:?}");
        assert!(text.contains("2 more lines"), "{text:?}");
    }
}
