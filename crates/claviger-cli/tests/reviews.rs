//! Reviewing keys, and a key that asks about itself, from the command line, against a real server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::Served;

#[test]
fn a_key_is_narrowed_to_what_it_used_and_widened_again() {
    let server = Served::start();
    let permissions = ["-p", "query-funds,modify-trades,query-ledger", "-a", "127.0.0.1"];
    server.run(&[&["keys", "create", "Grid bot", "--save", "grid"], &permissions[..]].concat()).ended(0);
    server.run(&["call", "Balance", "--profile", "grid"]).ended(0);
    server.run(&["keys", "review", "Grid bot"]).ended(0).said(&[
        "Proposed permissions",
        "query-funds",
        "never used",
        "127.0.0.1",
    ]);
    server
        .run(&["keys", "dry-run", "Grid bot", "-p", "query-ledger"])
        .ended(0)
        .said(&["It would have refused 1 of 1 call", "permission-missing"]);
    server.run(&["keys", "dry-run", "Grid bot"]).ended(2).complained(&["nothing to try"]);

    server.run(&["whoami", "grid", "--would", "Ledgers"]).ended(0).said(&[
        "Grid bot",
        "127.0.0.1",
        "microseconds",
        "Ledgers from 127.0.0.1 would be allowed now.",
    ]);
    server
        .run(&["keys", "review", "Grid bot", "--narrow", "--note", "reads only"])
        .ended(0)
        .said(&["query-funds", "claviger keys undo"]);
    server
        .run(&["whoami", "grid", "--would", "Ledgers"])
        .ended(0)
        .said(&["would be refused", "missing: query-ledger"]);
    server.run(&["keys", "undo", "Grid bot"]).ended(2).complained(&["--yes"]);
    server.run(&["keys", "undo", "Grid bot", "--yes"]).ended(0).said(&["query-ledger"]);
    server.run(&["keys", "undo", "Grid bot", "--yes"]).ended(5).complained(&["nothing to undo"]);

    server.run(&["reviews", "list"]).ended(0).said(&["Grid bot", "narrow"]);
    server.run(&["reviews", "list", "--overdue"]).ended(0).complained(&["no review is due"]);
    server.run(&["reviews", "policy", "--freeze-days", "180"]).ended(0).said(&["180"]);
    server.run(&["reviews", "policy", "--freeze-days", "3"]).ended(1).complained(&["7 to 3660"]);
    server.run(&["audit"]).ended(0).said(&["key.review", "review.policy-edit"]);
    server.run(&["keys", "review", "Grid bot", "--revoke", "--yes"]).ended(0).said(&["revoked"]);
}
