//! Rotation from the command line, against a real server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::Served;

#[test]
fn a_key_is_rotated_looked_at_and_ended() {
    let server = Served::start();
    server.run(&["keys", "create", "bot", "-p", "query-funds,modify-trades", "--save", "one"]).ended(0);
    server.run(&["keys", "due"]).ended(0).complained(&["no key is due"]);
    server.run(&["keys", "rotation", "bot"]).ended(5).complained(&["not being replaced"]);
    server.run(&["keys", "rotate", "bot"]).ended(2).complained(&["--yes"]);
    server
        .run(&["keys", "rotate", "bot", "-p", "withdraw-funds", "--yes"])
        .ended(1)
        .complained(&["wider", "withdraw-funds"]);
    let args = ["keys", "rotate", "bot", "--overlap", "12h", "-p", "query-funds", "--save", "two", "--yes"];
    server.run(&args).ended(0).said(&[
        "bot",
        "query-funds",
        "`bot (old)` and works until",
        "saved, encrypted",
    ]);
    server.run(&["call", "Balance", "--profile", "one"]).ended(0);
    server.run(&["call", "Balance", "--profile", "two"]).ended(0);
    server.run(&["whoami", "one"]).ended(0).said(&["Replaced, ends"]);
    let successor = server.run(&["whoami", "two"]).ended(0).said(&["To be rotated"]);
    assert!(!successor.out.contains("Replaced, ends"), "{}", successor.out);
    server.run(&["keys", "rotation", "bot"]).ended(0).said(&["bot (old)", "127.0.0.1", "WORKS UNTIL"]);
    server.run(&["keys", "show", "bot"]).ended(0).said(&["Replaces", "To be rotated"]);
    server.run(&["keys", "rotate", "bot", "--yes"]).ended(5).complained(&["still works", "retire that one"]);
    server.run(&["keys", "retire", "bot", "--at", "1h", "--yes"]).ended(0).said(&["`bot (old)` works until"]);
    server.run(&["keys", "retire", "bot", "--yes"]).ended(0).said(&["`bot (old)` has retired"]);
    server
        .run(&["call", "Balance", "--profile", "one"])
        .ended(4)
        .complained(&["EAPI:Invalid key", "the key was replaced"]);
    server.run(&["call", "Balance", "--profile", "two"]).ended(0);
    server.run(&["keys", "roll-back", "bot", "--yes"]).ended(5).complained(&["cannot be taken back"]);
}

#[test]
fn a_rotation_is_taken_back_and_done_for_a_recipient() {
    let server = Served::start();
    server.run(&["keys", "create", "bot", "-p", "query-funds", "--save", "one"]).ended(0);
    server.run(&["keys", "rotate", "bot", "--yes"]).ended(0).said(&["ClavSec1"]);
    server.run(&["keys", "roll-back", "bot", "--yes"]).ended(0).said(&["`bot` goes on"]);
    server.run(&["call", "Balance", "--profile", "one"]).ended(0);
    let recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    server.run(&["keys", "policy"]).ended(0).said(&["90", "30", "none"]);
    let args = ["keys", "policy", "--recipient", recipient, "--max-age-days", "60"];
    server.run(&args).ended(0).said(&[recipient, "60"]);
    let said = server
        .run(&["keys", "rotate", "bot", "--yes", "--json"])
        .ended(0)
        .said(&["BEGIN AGE ENCRYPTED FILE"]);
    assert!(!said.out.contains("ClavSec1") && !said.out.contains("private_key"), "{}", said.out);
}
