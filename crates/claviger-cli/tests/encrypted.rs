//! TLS from the command line: a certificate to try with, a server that has it, and clients that trust it or do not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::{Said, Served, bare};
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

fn dev_cert(home: &std::path::Path, more: &[&str]) -> Said {
    let words = [&["dev-cert", "--out", "tls"], more].concat();
    Said::from(bare(home).args(&words).output().unwrap(), &words)
}

fn served() -> Served {
    let folder = tempfile::tempdir().unwrap();
    dev_cert(folder.path(), &[]).ended(0).said(&[
        "localhost, 127.0.0.1, ::1",
        "--ca tls/ca.pem",
        "tls.key=tls/key.pem",
    ]);
    Served::start_with(folder, &["--set", "tls.certificate=tls/chain.pem", "--set", "tls.key=tls/key.pem"])
}

#[test]
fn the_command_line_speaks_tls_to_a_server_it_trusts() {
    let server = served();
    assert!(server.url.starts_with("https://"), "{}", server.url);
    let ca = ["--ca", "tls/ca.pem"];
    server
        .run(&[&["keys", "create", "bot", "-p", "query-funds", "--save", "bot"], &ca[..]].concat())
        .ended(0);
    server.run(&[&["call", "Balance", "--profile", "bot"], &ca[..]].concat()).ended(0).said(&["ZUSD"]);
    server.run(&["keys", "list"]).ended(3).complained(&["certificate"]);
    assert!(server.stop());
}

#[test]
fn plain_http_is_not_answered_where_tls_is_spoken() {
    let server = served();
    let plain = server.url.replacen("https", "http", 1);
    let said = server.command(&["keys", "list", "--url", &plain]).output().unwrap();
    assert!(!said.status.success());
}

/// A new authority and a new certificate, without a restart.
#[test]
fn a_new_certificate_is_taken_while_the_server_runs() {
    let server = served();
    let list = ["keys", "list", "--ca", "tls/ca.pem"];
    server.run(&list).ended(0);
    dev_cert(server.home(), &[]).ended(2).complained(&["there already", "--force"]);
    server.run(&list).ended(0);
    dev_cert(server.home(), &["--force"]).ended(0);
    let began = Instant::now();
    while !server.command(&list).output().unwrap().status.success() {
        assert!(began.elapsed() < Duration::from_secs(20), "the new certificate is not taken");
        std::thread::park_timeout(Duration::from_millis(200));
    }
}

#[test]
fn its_key_is_ours_alone_and_a_bad_name_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    dev_cert(folder.path(), &["--name", "bots.internal", "--json"]).ended(0).said(&["bots.internal"]);
    let mode =
        |name: &str| folder.path().join("tls").join(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("key.pem"), 0o600);
    let other = tempfile::tempdir().unwrap();
    dev_cert(other.path(), &["--name", "b\u{fc}cher"]).ended(2).complained(&["--name takes"]);
    assert_eq!(std::fs::read_dir(other.path().join("tls")).unwrap().count(), 0);
}
