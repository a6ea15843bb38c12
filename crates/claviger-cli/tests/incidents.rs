//! After a leak, from the command line, against a real server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::Served;
use serde_json::Value;

#[test]
fn a_leaked_key_is_looked_at_stopped_replaced_and_reported_and_again() {
    let server = Served::start();
    let permissions =
        ["-p", "query-funds,query-open-trades,modify-trades,withdraw-funds", "--holder", "desk"];
    server.run(&[&["keys", "create", "Grid bot", "--save", "grid"], &permissions[..]].concat()).ended(0);
    server.run(&["call", "Balance", "--profile", "grid"]).ended(0);
    let order = ["pair=XBTUSD", "type=buy", "ordertype=limit", "price=1000", "volume=0.001"];
    server.run(&[&["call", "AddOrder"], &order[..], &["--profile", "grid"]].concat()).ended(0);
    let withdraw = ["call", "Withdraw", "asset=ZUSD", "key=bank", "amount=250", "--profile", "grid"];
    server.run(&withdraw).ended(0);
    server.run(&["incident", "Grid bot"]).ended(0).said(&[
        "creation",
        "127.0.0.1",
        "orders.add",
        "XBTUSD",
        "bank",
        "It works",
    ]);
    server.run(&["incident", "nobody"]).ended(5);
    server
        .run(&["incident", "Grid bot", "--since", "2999-01-01"])
        .ended(1)
        .complained(&["lies in the future"]);
    server.run(&["incident", "Grid bot", "--since", "never"]).ended(2).complained(&["is not a time"]);
    // What works is not replaced, and what cannot be undone is asked about.
    server.run(&["incident", "Grid bot", "--replace", "Grid bot 2"]).ended(5).complained(&["--stop revoked"]);
    server.run(&["incident", "Grid bot", "--stop", "revoked"]).ended(2).complained(&["--yes"]);

    let (folder, stop) = (tempfile::tempdir().unwrap(), ["--stop", "revoked", "--cancel-orders", "--yes"]);
    let file = folder.path().join("report.md");
    let report = ["--replace", "Grid bot 2", "--save", "grid-2", "--report", file.to_str().unwrap()];
    let all = [&["incident", "Grid bot"], &stop[..], &report[..]].concat();
    let done = server.run(&all).ended(0);
    let digest = done.out.split("SHA-256 ").nth(1).unwrap().trim().to_owned();
    done.said(&["`Grid bot` is revoked now", "1 open order was cancelled"]);
    server.run(&["call", "Balance", "--profile", "grid"]).ended(4);
    server.run(&["call", "Balance", "--profile", "grid-2"]).ended(0);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("# After a leak: Grid bot") && text.contains("127.0.0.1"), "{text}");
    server.run(&["audit"]).ended(0).said(&["incident.report", &digest]);
    // The file is not written over, and nothing else is done then, either.
    server.run(&all).ended(2).complained(&["is there already"]);

    // Again, by its id, since its name may be another key's: what is done is told and passed over.
    let listed = server.run(&["keys", "list", "--state", "revoked", "--json"]).ended(0);
    let listed: Value = serde_json::from_str(&listed.out).unwrap();
    let id = listed["items"][0]["id"].as_str().unwrap().to_owned();
    let again = [&["incident", &id], &stop[..], &["--replace", "grid bot 2", "--json"]].concat();
    let again = server.run(&again).ended(0);
    let told: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(
        (&told["replacement"], &told["stopped"]["stopped"]),
        (&Value::Null, &Value::from(0)),
        "{told}"
    );
    assert_eq!(told["incident"]["stopping"], "ended");
    assert_eq!(told["incident"]["replacements"][0]["name"], "Grid bot 2");
    assert_eq!(told["incident"]["exchange"]["orders"][0]["open"], 0);
    assert!(told["incident"]["steps"].as_array().unwrap().iter().any(|step| step["progress"] == "done"));
}
