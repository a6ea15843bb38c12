//! Tokens, accounts, paper money, logs and the master key, from the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::{Said, Served, bare};
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn tokens_are_made_limited_rotated_and_revoked() {
    let server = Served::start();
    let made = server
        .run(&["tokens", "create", "ci", "--role", "auditor", "--expires", "30d", "--json"])
        .ended(0)
        .json();
    let token = made["token"].as_str().unwrap();
    let with = |token: &str, args: &[&str]| {
        Said::from(server.command(args).env("CLAVIGER_TOKEN", token).output().unwrap(), args)
    };
    with(token, &["history"]).ended(0);
    with(token, &["keys", "create", "x"]).ended(4).complained(&["auditor"]);
    server.run(&["tokens", "list"]).ended(0).said(&["operator", "ci", "auditor"]);
    server.run(&["tokens", "rotate", "ci"]).ended(2);
    let fresh = server.run(&["tokens", "rotate", "ci", "--yes", "--json"]).ended(0).json();
    with(token, &["history"]).ended(4);
    with(fresh["token"].as_str().unwrap(), &["history"]).ended(0);
    server.run(&["tokens", "revoke", "ci", "--yes"]).ended(0).said(&["is revoked"]);
    with(fresh["token"].as_str().unwrap(), &["history"]).ended(4).complained(&["CLAVIGER_TOKEN"]);
    server.run(&["tokens", "revoke", "ci", "--yes"]).ended(5);
    server.run(&["audit"]).ended(0).said(&["token.create", "token.rotate", "token.revoke", "admin.refused"]);
    server.run(&["audit", "--action", "token.rotate", "--json"]).ended(0).said(&["\"changed\""]);
}

#[test]
fn a_token_comes_from_the_environment_a_private_file_or_a_profile() {
    let server = Served::start();
    let without =
        |args: &[&str]| Said::from(server.command(args).env_remove("CLAVIGER_TOKEN").output().unwrap(), args);
    without(&["keys", "list"]).ended(4).complained(&["no administration token"]);
    let file = server.home().join("token");
    std::fs::write(&file, format!("{}\n", server.token)).unwrap();
    let path = file.to_str().unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    without(&["keys", "list", "--token-file", path]).ended(2).complained(&["chmod 600"]);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    without(&["keys", "list", "--token-file", path]).ended(0);

    let args = ["profile", "add", "home", "--holds-token", "--stdin"];
    let added = server.command(&args).stdin(std::fs::File::open(&file).unwrap()).output().unwrap();
    Said::from(added, &args).ended(0);
    without(&["keys", "list", "--login", "home"]).ended(0);
    without(&["call", "Balance", "--profile", "home"])
        .ended(2)
        .complained(&["an administration token, not an API key"]);
    server.run(&["profile", "list"]).ended(0).said(&["home", "token", &server.url]);
    server.run(&["profile", "remove", "home", "--yes"]).ended(0);
    without(&["keys", "list", "--login", "home"]).ended(5);
}

#[test]
fn a_plain_file_with_a_secret_is_no_profile() {
    let server = Served::start();
    let folder = server.home().join(".config/claviger/profiles");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("plain.toml");
    let secret = server.run(&["keys", "create", "a", "-p", "query-funds", "--json"]).ended(0).json();
    let secret = secret["private_key"].as_str().unwrap();
    std::fs::write(&file, format!("holds = \"key\"\nprivate_key = \"{secret}\"\n")).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let said = server.run(&["call", "Balance", "--profile", "plain"]).ended(2).complained(&["in clear"]);
    assert!(!said.err.contains(secret));
    let said = server.run(&["call", "Balance", &format!("x={secret}"), "--profile", "plain"]).ended(2);
    assert!(!said.err.contains(secret), "{}", said.err);
}

#[test]
fn accounts_money_addresses_and_the_master_key() {
    let server = Served::start();
    server.run(&["accounts", "create", "desk 2"]).ended(0).said(&["desk 2", "acct_", "ClavAdm1"]);
    server.run(&["accounts", "list"]).ended(0).said(&["main", "desk 2"]);
    server.run(&["accounts", "show"]).ended(0).said(&["main", "operator"]);
    server.run(&["paper", "deposit", "XBT", "1.5"]).ended(0).said(&["1.5 XBT is on its way"]);
    server.run(&["paper", "deposit", "NOPE", "1"]).ended(1).complained(&["asset"]);
    server.run(&["paper", "address", "add", "XBT", "cold-2", "paper-x"]).ended(0).said(&["cold-2"]);
    server.run(&["paper", "address", "list"]).ended(0).said(&["bank", "cold-2", "member"]);
    server.run(&["paper", "address", "confirm", "cold-2", "--yes"]).ended(0).said(&["may be withdrawn to"]);
    server.run(&["paper", "address", "add", "XBT", "cold-3", "paper-y"]).ended(0).said(&["cold-3"]);
    server.run(&["paper", "addresses", "remove", "cold-3", "--yes"]).ended(0).said(&["is removed"]);
    server.run(&["paper", "address", "remove", "cold-3", "--yes"]).ended(1).complained(&["cold-3", "list"]);
    server.run(&["paper", "settings"]).ended(0).said(&["yes"]);
    server.run(&["paper", "settings", "--verify-new-addresses", "false"]).ended(0).said(&["no"]);
    server.run(&["keys", "create", "w", "-p", "withdraw-funds", "--save", "w"]).ended(0);
    server.run(&["master-key", "rotate"]).ended(2);
    server.run(&["master-key", "rotate", "--yes"]).ended(0).said(&["1 data key is wrapped"]);
    let withdraw = ["call", "Withdraw", "asset=XBT", "key=cold-2", "amount=0.1", "--profile", "w"];
    server.run(&withdraw).ended(0).said(&["refid"]);
    server.run(&["history", "--action", "withdrawals.request"]).ended(0).said(&["allowed", "done"]);
}

#[test]
fn a_report_is_written_to_the_byte() {
    let server = Served::start();
    server.run(&["keys", "create", "tax", "-p", "export-data,query-ledger", "--save", "tax"]).ended(0);
    let asked = ["call", "AddExport", "report=ledgers", "description=all of it", "--profile", "tax"];
    let id = server.run(&asked).ended(0).json()["id"].as_str().unwrap().to_owned();
    let fetch = ["call", "RetrieveExport", &format!("id={id}"), "--profile", "tax"];
    let begun = std::time::Instant::now();
    let archive = loop {
        let output = server.command(&fetch).output().unwrap();
        if output.status.success() {
            break output.stdout;
        }
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("EService:Busy") && begun.elapsed().as_secs() < 20, "{said}");
        std::thread::park_timeout(std::time::Duration::from_millis(200));
    };
    assert!(archive.starts_with(b"PK") && archive.len() > 200);
    let sees = ["call", "ExportStatus", "report=ledgers", "--profile", "tax"];
    server.run(&sees).ended(0).said(&["Processed", "all of it"]);
    assert!(server.stop());
}

#[test]
fn a_server_that_is_not_there_is_a_status_of_its_own() {
    let home = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let args = ["call", "Time"];
    let run = |url: &str| {
        Said::from(bare(home.path()).args(args).env("CLAVIGER_URL", url).output().unwrap(), &args)
    };
    run(&format!("http://{free}")).ended(3).complained(&["nothing listens there", "claviger serve"]);
    run("https://127.0.0.1:1").ended(3).complained(&["cannot connect to https://127.0.0.1:1"]);
}
