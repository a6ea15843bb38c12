//! Members and the links that let them in, from the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::Served;

#[test]
fn a_link_is_made_listed_and_taken_back() {
    let server = Served::start();
    let made =
        server.run(&["invitations", "create", "--role", "key-manager", "--note", "Ada", "--json"]).ended(0);
    let made = made.json();
    let (id, link) = (made["id"].as_str().unwrap(), made["link"].as_str().unwrap());
    let port = server.url.rsplit(':').next().unwrap();
    assert!(link.starts_with(&format!("http://localhost:{port}/welcome/")), "{link}");
    server.run(&["invitations", "list"]).ended(0).said(&["join", "key-manager", "Ada", id]);
    server
        .run(&["invitations", "create", "--role", "owner"])
        .ended(0)
        .said(&["shown this once", "/welcome/"]);
    server
        .run(&["invitations", "create", "--role", "viewer", "--expires", "90d"])
        .ended(1)
        .complained(&["30 days"]);
    server.run(&["invitations", "revoke", id, "--yes"]).ended(0).said(&["works no more"]);
    server.run(&["invitations", "revoke", id, "--yes"]).ended(5);
    let left = server.run(&["invitations", "list", "--json"]).ended(0).json();
    let joins = left["items"].as_array().unwrap().iter().filter(|link| link["purpose"] == "join");
    assert_eq!(joins.count(), 1, "beside the link for the first owner");
}

#[test]
fn nobody_is_removed_who_is_not_there() {
    let server = Served::start();
    server.run(&["members", "list"]).ended(0).complained(&["no members"]);
    for verb in ["remove", "reset", "sessions"] {
        let line: &[&str] =
            if verb == "sessions" { &["members", verb, "ada"] } else { &["members", verb, "ada", "--yes"] };
        server.run(line).ended(5).complained(&["signs in as `ada`", "claviger members list"]);
    }
    server.run(&["members", "edit", "ada", "--role", "owner", "--yes"]).ended(5);
    server.run(&["sessions", "end", "session_000000000001", "--yes"]).ended(5);
    server.run(&["keys", "create", "bot", "-p", "query-funds"]).ended(0);
    server.run(&["keys", "hand-over", "bot", "--to", "ada", "--yes"]).ended(5);
    let same = server.run(&["keys", "hand-over", "bot", "--to-nobody", "--yes"]);
    same.ended(5).complained(&["nothing would change"]);
}
