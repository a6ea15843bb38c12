//! TLS from the command line: a certificate to try with, a server that has it, and clients that trust it or do not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use claviger::clock::{Clock as _, SystemClock};
use common::{Said, Served, bare};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};
use ureq::tls::TlsConfig;

/// The settings of a pair in the folder `tls` of the home.
const PAIR: [&str; 4] = ["--set", "tls.certificate=tls/chain.pem", "--set", "tls.key=tls/key.pem"];

fn dev_cert(home: &Path, more: &[&str]) -> Said {
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
    Served::start_with(folder, &PAIR)
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
    assert_eq!(fs::read_dir(other.path().join("tls")).unwrap().count(), 0);
}

/// What cannot be taken is refused, by name, and the certificate before goes on.
#[test]
fn a_new_pair_that_is_broken_or_does_not_match_is_refused_and_the_one_before_stays() {
    let folder = tempfile::tempdir().unwrap();
    dev_cert(folder.path(), &[]).ended(0);
    let server = Served::start_logged(folder, &PAIR);
    let (list, pair) = (["keys", "list", "--ca", "tls/ca.pem"], server.home().join("tls"));
    let other = KeyPair::generate().unwrap().serialize_pem();
    for (file, with, words) in [
        ("key.pem", other.into_bytes(), "is not the key of the certificate"),
        ("chain.pem", b"broken".to_vec(), "there is no certificate in it"),
    ] {
        fs::write(pair.join(file), with).unwrap();
        server.wait_for_log(words);
        server.wait_for_log("the one before stays in force");
        server.run(&list).ended(0);
        doctor(&server).ended(1).said(&["bad      certificate", words, "remedy"]);
    }
    assert!(server.stop());
}

fn doctor(server: &Served) -> Said {
    server.run(&[&["doctor", "--data-dir", "data"], &PAIR[..]].concat())
}

/// The end of a certificate is told ahead in the log, the metrics and by the doctor; then it is served all the same,
/// since whoever pins it or does not look is better served than not.
#[test]
fn a_certificate_that_expires_is_warned_of_and_still_served() {
    let folder = tempfile::tempdir().unwrap();
    let until = Duration::from_secs(SystemClock.now().secs().cast_unsigned() + 15);
    fs::create_dir(folder.path().join("tls")).unwrap();
    expiring(&folder.path().join("tls"), until);
    let server = Served::start_logged(folder, &PAIR);
    server.wait_for_log("the certificate expires soon");
    assert_eq!(metric(&server, "claviger_tls_certificate_expires_seconds"), until.as_secs() + 1);
    doctor(&server).ended(0).said(&["warning  certificate", "expires in 0 days", "remedy: renew it"]);
    server.run(&["keys", "list", "--ca", "tls/chain.pem"]).ended(0);
    server.wait_for_log("the certificate has expired");
    assert_eq!(
        metric(&server, "claviger_tls_certificate_expires_seconds"),
        until.as_secs() + 1,
        "still served"
    );
    server.run(&["keys", "list", "--ca", "tls/chain.pem"]).ended(3).complained(&["certificate"]);
    doctor(&server).ended(1).said(&["bad      certificate", "expired at", "remedy: renew it"]);
    assert!(server.stop());
}

/// A pair whose last second is this.
fn expiring(dir: &Path, until: Duration) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(1970, 1, 1) + until);
    fs::write(dir.join("chain.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
    fs::write(dir.join("key.pem"), key.serialize_pem()).unwrap();
    fs::set_permissions(dir.join("key.pem"), fs::Permissions::from_mode(0o600)).unwrap();
}

/// A metric, as somebody reads it who does not look at the certificate.
fn metric(server: &Served, name: &str) -> u64 {
    let tls = TlsConfig::builder()
        .disable_verification(true)
        .unversioned_rustls_crypto_provider(claviger_server::net::tls::provider())
        .build();
    let agent = ureq::Agent::config_builder().tls_config(tls).build().new_agent();
    let answer = agent.get(format!("{}/metrics", server.url)).call().unwrap();
    let text = answer.into_body().read_to_string().unwrap();
    text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok()).unwrap()
}
