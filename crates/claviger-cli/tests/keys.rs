//! The life of a key, from the command line, against a real server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::{Said, Served};

#[test]
fn a_key_lives_and_dies() {
    let server = Served::start();
    server.run(&["keys", "list"]).ended(0).complained(&["no keys"]);
    let permissions = ["-p", "query-funds,modify-trades", "-a", "127.0.0.1", "--expires", "90d"];
    server
        .run(
            &[
                &[
                    "keys",
                    "create",
                    "Grid bot",
                    "--holder",
                    "the desk",
                    "--application",
                    "grid-bot-3",
                    "--save",
                    "grid",
                ],
                &permissions[..],
            ]
            .concat(),
        )
        .ended(0)
        .said(&["Grid bot", "query-funds, modify-trades", "127.0.0.1", "ClavKey1", "saved, encrypted"]);
    server.run(&["keys", "list"]).ended(0).said(&["Grid bot", "active", "the desk", "grid-bot-3", "key_"]);
    server.run(&["call", "Balance", "--profile", "grid"]).ended(0).said(&["\"ZUSD\": \"100000.0000\""]);
    server
        .run(&["call", "Ledgers", "--profile", "grid"])
        .ended(4)
        .complained(&["EGeneral:Permission denied", "missing: query-ledger"]);

    // Narrowing is not asked about, widening is.
    server.run(&["keys", "step", "grid BOT", "read-only"]).ended(0).said(&["`Grid bot` is read-only"]);
    let order =
        ["call", "AddOrder", "pair=XBTUSD", "type=buy", "ordertype=market", "volume=0.01", "-p", "grid"];
    server.run(&order).ended(4).complained(&["stepped down to read-only"]);
    server.run(&["keys", "step", "Grid bot", "active"]).ended(2).complained(&["--yes"]);
    server.run(&["keys", "step", "Grid bot", "active", "--yes"]).ended(0);
    server.run(&order).ended(0).said(&["txid"]);

    server
        .run(&["keys", "edit", "Grid bot", "--allow", "none"])
        .ended(2)
        .complained(&["--yes", "nothing was done"]);
    // What a variable gives that was never set.
    server.run(&["keys", "edit", "Grid bot", "--allow", "", "--yes"]).ended(2).complained(&["--allow none"]);
    server.run(&["keys", "show", "Grid bot"]).ended(0).said(&["127.0.0.1"]);
    server
        .run(&["keys", "edit", "Grid bot", "--name", "Grid", "--allow", "none", "--yes"])
        .ended(0)
        .said(&["anywhere"]);
    server.run(&["keys", "show", "Grid"]).ended(0).said(&["Last used", "Revision       4"]);
    server.run(&["keys", "history", "Grid"]).ended(0).said(&[
        "orders.add",
        "read-only",
        "permission-missing",
        "key.create",
        "funds.balance",
    ]);

    server.run(&["keys", "revoke", "Grid"]).ended(2).complained(&["nothing was done"]);
    server.run(&["keys", "revoke", "Grid", "--yes", "--drain", "5"]).ended(0).said(&["is revoked"]);
    server
        .run(&["call", "Balance", "--profile", "grid"])
        .ended(4)
        .complained(&["EAPI:Invalid key", "revoked"]);
    server.run(&["keys", "revoke", "Grid", "--yes"]).ended(5);
    server.run(&["keys", "show", "nobody"]).ended(5).complained(&["`claviger keys list`"]);
    assert!(server.stop());
}

#[test]
fn whoever_found_a_key_ends_it_without_an_account() {
    let server = Served::start();
    server.run(&["keys", "create", "Bot", "-p", "query-funds", "--save", "bot"]).ended(0);
    let made = server.run(&["keys", "show", "Bot", "--json"]).ended(0).json();
    let stranger = ["--allow", "198.51.100.7", "--yes"];
    server.run(&[&["keys", "edit", "Bot"], &stranger[..]].concat()).ended(0);
    server.run(&["kill", "--profile", "bot"]).ended(2).complained(&["nothing was done"]);
    server.run(&["kill", "--api-key", "nonsense", "--stdin", "--yes"]).ended(2).complained(&["no API key"]);
    let kill = ["kill", "--profile", "bot", "--yes"];
    server.run(&kill).ended(0).said(&["the key is revoked now"]);
    server.run(&kill).ended(0).said(&["was revoked before"]);
    server.run(&["keys", "show", "Bot"]).ended(0).said(&["State          revoked"]);
    server.run(&["keys", "history", made["id"].as_str().unwrap()]).ended(0).said(&["key.revoke-itself"]);
}

#[test]
fn json_is_the_answer_of_the_api() {
    let server = Served::start();
    let created = server.run(&["keys", "create", "a", "-p", "query-funds", "--json"]).ended(0).json();
    assert!(created["private_key"].as_str().unwrap().starts_with("ClavSec1"));
    let id = created["id"].as_str().unwrap();
    let listed = server.run(&["keys", "list", "--json"]).ended(0).json();
    assert_eq!(listed["items"][0]["id"], id);
    assert!(listed["next"].is_null());
    assert_eq!(server.run(&["keys", "show", id, "--json"]).ended(0).json()["name"], "a");
    for number in 0..5 {
        server.run(&["keys", "create", &format!("more {number}"), "--kind", "public"]).ended(0);
    }
    let first =
        server.run(&["keys", "list", "--limit", "4"]).ended(0).complained(&["there is more: add --cursor"]);
    let cursor = first.err.split_whitespace().skip_while(|word| *word != "--cursor").nth(1).unwrap();
    let second =
        server.run(&["keys", "list", "--cursor", cursor.trim_end_matches(','), "--json"]).ended(0).json();
    assert_eq!(second["items"].as_array().unwrap().len(), 2);
    let all = server.run(&["keys", "list", "--limit", "2", "--all", "--json"]).ended(0).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 6);
}

#[test]
fn what_cannot_be_saved_is_neither_lost_nor_called_done() {
    let server = Served::start();
    server
        .run(&["keys", "create", "m", "--kind", "public", "--save", "m"])
        .ended(2)
        .complained(&["leave out --save"]);
    server.run(&["keys", "list"]).ended(0).complained(&["no keys"]);
    // Where profiles would be kept nothing can be made.
    let args = ["keys", "create", "p", "-p", "query-funds", "--save", "p"];
    let made = server.command(&args).env("XDG_CONFIG_HOME", "/proc").output().unwrap();
    Said::from(made, &args)
        .ended(1)
        .said(&["ClavKey1", "ClavSec1"])
        .complained(&["the key was made", "could not be written"]);
}

#[test]
fn second_factors_are_asked_for_and_shown_once() {
    let server = Served::start();
    server
        .run(&["keys", "create", "t", "-p", "query-funds", "--second-factor", "totp"])
        .ended(0)
        .said(&["authenticator app", "otpauth://totp/Claviger:t?secret="]);
    let args = ["keys", "create", "p", "-p", "query-funds", "--second-factor", "password", "--save", "p"];
    server.run(&args).ended(2).complained(&["CLAVIGER_SECOND_FACTOR"]);
    let made = server.command(&args).env("CLAVIGER_SECOND_FACTOR", "hunter2 hunter2").output().unwrap();
    Said::from(made, &args).ended(0);
    server.run(&["call", "Balance", "--profile", "p"]).ended(4).complained(&["second factor"]);
    let args = ["call", "Balance", "--profile", "p", "--otp"];
    let called = server.command(&args).env("CLAVIGER_OTP", "hunter2 hunter2").output().unwrap();
    Said::from(called, &args).ended(0).said(&["ZUSD"]);
}

#[test]
fn what_is_wrong_is_said_before_or_by_the_server() {
    let server = Served::start();
    server.run(&["keys", "create", "a", "-p", "query-fund"]).ended(2).complained(&["the permissions are"]);
    server.run(&["keys", "create", "a", "-a", "10.0.0.1/8"]).ended(2).complained(&["10.0.0.0/8"]);
    server.run(&["keys", "create", "a", "--expires", "soon"]).ended(2).complained(&["90d"]);
    server.run(&["keys", "edit", "a"]).ended(2).complained(&["nothing to change"]);
    server.run(&["keys", "create", "a\u{202e}b"]).ended(1).complained(&["U+202E"]);
    server
        .run(&["keys", "create", "a", "--kind", "public", "-p", "query-funds"])
        .ended(1)
        .complained(&["public key"]);
    server.run(&["keys", "create", "a"]).ended(0);
    server.run(&["keys", "create", "A"]).ended(5).complained(&["in use"]);
    server.run(&["keys", "list", "--cursor", "x"]).ended(1).complained(&["next"]);
}

#[test]
fn an_application_has_several_keys_which_are_found_and_stopped_together() {
    let server = Served::start();
    for (name, tag) in [("maker 1", "maker"), ("maker 2", "maker"), ("reader", "maker-reads"), ("other", "")]
    {
        let made = ["keys", "create", name, "-p", "query-funds", "-a", "127.0.0.1", "--application", tag];
        server.run(&made).ended(0);
    }
    server.run(&["keys", "list", "--application", "mak"]).ended(0).complained(&["no keys"]);
    let listed = server.run(&["keys", "list", "--application", "maker"]).ended(0);
    assert!(listed.said(&["maker 1", "maker 2"]).out.lines().count() < 5);
    server.run(&["keys", "edit", "other", "--application", "maker"]).ended(0).said(&["Application", "maker"]);
    server.run(&["stop", "--application", "maker"]).ended(0).said(&[
        "3 keys are frozen now",
        "claviger keys step 'maker 1' active",
        "claviger keys step 'other' active",
    ]);
    server.run(&["keys", "show", "maker 2"]).ended(0).said(&["State before", "active"]);
    server.run(&["keys", "show", "reader"]).ended(0).said(&["active"]);
    server.run(&["stop", "--application", "maker", "--holder", "x"]).ended(2);
}
