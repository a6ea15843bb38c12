//! The ticker and price alerts, from the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::Served;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn the_ticker_is_a_table_lines_or_json() {
    let server = Served::start();
    let all = server.run(&["ticker"]).ended(0).said(&["PAIR", "24H %", "XBT/USD", "PEPE/USD", "SOL/XBT"]);
    assert_eq!(all.out.lines().count(), 35, "a title and every market");
    assert!(!all.out.contains('\u{1b}'), "no colours where no terminal is");
    let few = server.run(&["ticker", "btc/usd", "ETH", "--sort", "name"]).ended(0);
    let names: Vec<_> = few.out.lines().skip(1).map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(names, ["ETH/USD", "ETH/XBT", "XBT/USD"]);
    let json = server.run(&["ticker", "XBTUSD", "--json"]).ended(0).json();
    assert_eq!(json["items"][0]["pair"], "XBTUSD");
    server.run(&["ticker", "XBTEUR"]).ended(1).complained(&["pairs", "markets or assets"]);
    server.run(&["ticker", "--watch=0"]).ended(2);
    server.run(&["ticker", "--sort", "size"]).ended(2);
}

#[test]
fn a_live_ticker_goes_on_in_lines_until_nobody_reads() {
    let server = Served::start();
    let args = ["ticker", "XBTUSD", "ETHUSD", "--watch=1"];
    let mut child = server.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let seen: Vec<String> = lines.by_ref().take(4).collect();
    let words = |line: &String| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let seen: Vec<_> = seen.iter().map(words).collect();
    assert!(seen.iter().all(|line| line.len() == 5), "{seen:?}");
    assert_eq!([&seen[0][1], &seen[1][1], &seen[2][1]], ["XBTUSD", "ETHUSD", "XBTUSD"]);
    assert!(seen[2][0] > seen[0][0], "a second later: {seen:?}");
    drop(lines);
    assert_eq!(child.wait().unwrap().code(), Some(1), "whoever read has seen enough");
}

#[test]
fn alerts_are_made_listed_turned_off_and_removed() {
    let server = Served::start();
    let made = server.run(&[
        "alerts",
        "create",
        "BTC/USD",
        "--above",
        "900000",
        "--repeat=10m",
        "--expires",
        "30d",
        "--description",
        "moon",
    ]);
    made.ended(0).said(&["above 900000.0", "armed", "600", "moon"]);
    let low = server.run(&["alerts", "create", "ETHUSD", "--above", "0.01", "--json"]).ended(0);
    let id = low.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(low.json()["holds"], true);
    server.run(&["alerts", "create", "ETHUSD", "--above", "1"]).ended(0).complained(&["holds already"]);
    server.run(&["alerts", "create", "SOL/USD", "--down", "2.5"]).ended(0).said(&["down 2.50 % in 24 h"]);
    server.run(&["alerts", "list"]).ended(0).said(&["XBTUSD", "ETHUSD", "SOLUSD", "waiting", "armed", &id]);
    let page = server.run(&["alerts", "list", "--limit", "1", "--json"]).ended(0).json();
    assert_eq!((page["items"].as_array().unwrap().len(), page["next"].is_string()), (1, true));
    server.run(&["alerts", "show", &id]).ended(0).said(&["above 0.01", "waiting", "none, fires once"]);
    server.run(&["alerts", "disable", &id]).ended(0).said(&["is off"]);
    server.run(&["alerts", "disable", &id]).ended(5).complained(&["as asked for already"]);
    server.run(&["alerts", "enable", &id]).ended(0).said(&["is on"]);
    server.run(&["alerts", "remove", &id]).ended(2).complained(&["--yes"]);
    server.run(&["alerts", "remove", &id, "--yes"]).ended(0).said(&["is removed"]);
    server.run(&["alerts", "remove", &id, "--yes"]).ended(5).complained(&["alerts list"]);
    server.run(&["alerts", "show", "nonsense"]).ended(5);
    server.run(&["alerts", "fired"]).ended(0).complained(&["no alert has fired"]);
    server.run(&["audit"]).ended(0).said(&["alert.create", "alert.edit", "alert.remove"]);
    for (args, words) in [
        (&["XBTEUR", "--above", "1"][..], "pair"),
        (&["XBTUSD", "--above", "0.05"], "tick size, 0.1"),
        (&["XBTUSD", "--above", "0"], "positive decimal"),
        (&["XBTUSD", "--up", "0.001"], "0.01 to 1000"),
        (&["XBTUSD", "--above", "1", "--repeat=5s"], "60 to 2592000"),
    ] {
        let line: Vec<&str> = ["alerts", "create"].iter().chain(args).copied().collect();
        server.run(&line).ended(1).complained(&[words]);
    }
    server.run(&["alerts", "create", "XBTUSD", "--above", "1", "--repeat=soon"]).ended(2);
}

/// The price moves by many ticks within seconds, so that one of two alerts around it fires.
#[test]
fn an_alert_fires_by_itself_and_is_on_record_and_in_the_log() {
    let server = Served::start();
    let price = server.run(&["ticker", "XBTUSD", "--json"]).ended(0).json()["items"][0]["last"].clone();
    let tenths: i64 = price.as_str().unwrap().replace('.', "").parse().unwrap();
    let level = |tenths: i64| format!("{}.{}", tenths / 10, tenths % 10);
    for (side, level) in [("--above", level(tenths + 5)), ("--below", level(tenths - 5))] {
        server.run(&["alerts", "create", "XBTUSD", side, &level, "--description", "near"]).ended(0);
    }
    let begun = Instant::now();
    let fired: Value = loop {
        let page = server.run(&["alerts", "fired", "--json"]).ended(0).json();
        if let Some(fired) = page["items"].as_array().unwrap().first() {
            break fired.clone();
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing fired");
        std::thread::park_timeout(Duration::from_millis(100));
    };
    let alert = fired["alert"].as_str().unwrap();
    server.run(&["alerts", "fired", "--alert", alert]).ended(0).said(&["XBTUSD", "near", alert]);
    server.run(&["alerts", "show", alert]).ended(0).said(&["fired", "Times fired"]);
    let audit = server.run(&["audit", "--action", "alert.fired", "--json"]).ended(0).json();
    let entry = &audit["items"][0];
    assert_eq!((&entry["actor"], &entry["outcome"]), (&"system".into(), &"changed".into()));
    assert!(entry["detail"].as_str().unwrap().contains(alert), "{entry}");
}
