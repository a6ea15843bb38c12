//! The demo, as anybody would run it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::{Said, bare, terminate};
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

#[test]
fn every_step_goes_as_told_and_nothing_is_left() {
    let home = tempfile::tempdir().unwrap();
    let args = ["demo", "--once"];
    // Temporary folders of this run go where they can be counted; a variable that names a setting
    // must not change the demo.
    let output = bare(home.path())
        .args(args)
        .env("TMPDIR", home.path())
        .env("CLAVIGER_SERVER_MARKET_DATA_NEEDS_KEY", "true")
        .output()
        .unwrap();
    let said = Said::from(output, &args).ended(0).said(&[
        " 1  Create a key",
        "Private key   ClavSec1",
        "← {\"error\":[],\"result\":{\"ZUSD\":\"100000.0000\"",
        "placed",
        "cancelled",
        "refid",
        "EGeneral:Permission denied",
        "Claviger-Reason: permission-missing; missing: query-ledger",
        "ledger.list",
        "never used: ",
        "would have refused none of",
        "Revoke the key `demo bot`",
        "EAPI:Invalid key",
        "Claviger-Reason: revoked",
        "Rotate the key",
        "none refused",
        "\"stopped\":2,",
        "2 keys are frozen",
        "open orders were cancelled: nothing is left on the books",
        "grid bot: EGeneral:Permission denied   Claviger-Reason: frozen",
        "dip bot: EGeneral:Permission denied   Claviger-Reason: frozen",
        "1 stop of all, and 4 steps",
        "All 16 steps went as told.",
    ]);
    assert_eq!(said.out.matches('✓').count(), 23, "{}", said.out);
    assert!(!said.out.contains('✗') && !said.out.contains('\u{1b}'), "{}", said.out);
    assert_eq!(said.err, "");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn without_once_it_stays_up_until_it_is_told_to_end() {
    let home = tempfile::tempdir().unwrap();
    let mut child =
        bare(home.path()).arg("demo").env("TMPDIR", home.path()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let (mut url, mut link) = (String::new(), String::new());
    for line in lines {
        if line.contains("/welcome/") {
            line.trim().clone_into(&mut link);
        }
        url = line.strip_prefix("  export CLAVIGER_URL=").map_or(url, str::to_owned);
        if line.starts_with("Ctrl-C ends it") {
            break;
        }
    }
    let port = url.rsplit(':').next().unwrap();
    assert!(link.starts_with(&format!("http://localhost:{port}/welcome/")), "{link}");
    let args = ["call", "Time"];
    Said::from(bare(home.path()).args(args).env("CLAVIGER_URL", &url).output().unwrap(), &args)
        .ended(0)
        .said(&["unixtime"]);
    terminate(&child);
    assert!(child.wait().unwrap().success());
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn it_never_listens_where_others_can_reach_it() {
    let home = tempfile::tempdir().unwrap();
    let args = ["demo", "--once", "--bind", "0.0.0.0:0"];
    Said::from(bare(home.path()).args(args).output().unwrap(), &args).ended(2).complained(&["loopback only"]);
}
