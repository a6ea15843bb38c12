//! Starting, restarting and stopping the server from the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::{Said, bare, terminate};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Starts a server and reads what it says until it listens.
#[allow(clippy::zombie_processes, reason = "the caller waits; where nobody can, the test has failed")]
fn start(home: &Path, more: &[&str]) -> (Child, Vec<String>) {
    let mut child = bare(home)
        .args(["serve", "--bind", "127.0.0.1:0", "--data-dir", "data", "--set", "log.level=error"])
        .args(more)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        let last = line.starts_with("listening on http://127.0.0.1:");
        said.push(line);
        if last {
            return (child, said);
        }
    }
    panic!("it ended before it listened: {said:?}");
}

#[test]
fn only_the_first_start_shows_a_token() {
    let home = tempfile::tempdir().unwrap();
    let (mut child, said) = start(home.path(), &[]);
    assert!(said.iter().any(|line| line.contains("ClavAdm1")), "{said:?}");
    terminate(&child);
    assert!(child.wait().unwrap().success());
    let (mut child, said) = start(home.path(), &[]);
    assert!(said.iter().all(|line| !line.contains("ClavAdm1")), "{said:?}");
    terminate(&child);
    assert!(child.wait().unwrap().success());
}

#[test]
fn with_a_console_the_first_start_shows_the_first_owners_link_once() {
    let home = tempfile::tempdir().unwrap();
    let console = ["--set", "server.console=true"];
    let (mut child, said) = start(home.path(), &console);
    let port = said.last().unwrap().rsplit(':').next().unwrap();
    let link = said.iter().find_map(|line| line.split_once("First owner")).unwrap().1.trim();
    assert!(link.starts_with(&format!("http://localhost:{port}/welcome/")), "{said:?}");
    assert!(said.iter().any(|line| line.contains("ClavAdm1")), "{said:?}");
    terminate(&child);
    assert!(child.wait().unwrap().success());
    let (mut child, said) = start(home.path(), &console);
    assert!(said.iter().all(|line| !line.contains("/welcome/")), "{said:?}");
    assert!(said[0].contains("claviger invitations create --role owner"), "{said:?}");
    terminate(&child);
    assert!(child.wait().unwrap().success());
    let args = ["recover", "first-owner", "--data-dir", "data", "--yes"];
    let made = Said::from(bare(home.path()).args(args).output().unwrap(), &args).ended(0);
    assert!(
        made.out.starts_with("http://localhost:8480/welcome/") && made.out.lines().count() == 1,
        "{}",
        made.out
    );
    let args = ["recover", "sign-in", "nobody", "--data-dir", "data", "--yes"];
    Said::from(bare(home.path()).args(args).output().unwrap(), &args)
        .ended(1)
        .complained(&["nobody signs in as `nobody`"]);
}

#[test]
fn where_the_output_is_kept_no_link_is_printed() {
    let home = tempfile::tempdir().unwrap();
    let (mut child, said) = start(home.path(), &["--write-token", "token", "--set", "server.console=true"]);
    assert!(said.iter().all(|line| !line.contains("/welcome/")), "{said:?}");
    assert!(said.iter().any(|line| line.contains("claviger invitations create --role owner")), "{said:?}");
    terminate(&child);
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_first_token_can_go_into_a_file_instead() {
    let home = tempfile::tempdir().unwrap();
    let (mut child, said) = start(home.path(), &["--write-token", "token"]);
    assert!(!said.iter().any(|line| line.contains("ClavAdm1")), "{said:?}");
    let file = home.path().join("token");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("ClavAdm1"));
    terminate(&child);
    assert!(child.wait().unwrap().success());
    // A service manager starts it again with the same words, and leaves the file alone.
    let before = std::fs::read(&file).unwrap();
    let (mut child, said) = start(home.path(), &["--write-token", "token"]);
    assert!(said.iter().all(|line| !line.contains("ClavAdm1")), "{said:?}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    terminate(&child);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_first_token_that_cannot_be_shown_is_said_to_be_lost() {
    let home = tempfile::tempdir().unwrap();
    let args = ["serve", "--bind", "127.0.0.1:0", "--data-dir", "data"];
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ended = bare(home.path()).args(args).stdout(full).output().unwrap();
    Said::from(ended, &args).ended(1).complained(&["claviger recover token", "stopped"]);
    // It was stopped in order: the data is whole, and free.
    let (mut child, said) = start(home.path(), &[]);
    assert!(said.iter().all(|line| !line.contains("ClavAdm1")), "{said:?}");
    terminate(&child);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let home = tempfile::tempdir().unwrap();
    let slow = ["--set", "limits.body_timeout_ms=60000", "--set", "limits.shutdown_grace_secs=60"];
    let (mut child, said) = start(home.path(), &slow);
    let address = said.last().unwrap().strip_prefix("listening on http://").unwrap();
    let mut held = std::net::TcpStream::connect(address).unwrap();
    held.write_all(b"POST /0/private/Balance HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nn").unwrap();
    std::thread::park_timeout(Duration::from_millis(300));
    terminate(&child);
    std::thread::park_timeout(Duration::from_millis(500));
    assert!(child.try_wait().unwrap().is_none(), "a request that was begun is waited for");
    let begun = Instant::now();
    terminate(&child);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(begun.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_second_server_on_the_same_data_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let (mut child, _) = start(home.path(), &[]);
    let args = ["serve", "--bind", "127.0.0.1:0", "--data-dir", "data"];
    Said::from(bare(home.path()).args(args).output().unwrap(), &args)
        .ended(1)
        .complained(&["another process"]);
    terminate(&child);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_bad_configuration_starts_nothing() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("claviger.toml"), "[server]\nbnd = \"x\"\n").unwrap();
    for args in [&["serve"][..], &["config", "check"], &["config", "show"]] {
        Said::from(bare(home.path()).args(args).output().unwrap(), args)
            .ended(2)
            .complained(&["claviger.toml:2", "server.bind"]);
    }
    assert!(!home.path().join("claviger-data").exists());
}

#[test]
fn the_example_is_a_good_configuration() {
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| Said::from(bare(home.path()).args(args).output().unwrap(), args);
    let example = run(&["config", "example"]).ended(0).said(&["[server]", "# bind ="]);
    std::fs::write(home.path().join("claviger.toml"), example.out).unwrap();
    run(&["config", "check"]).ended(0).said(&["is good"]);
    run(&["config", "show", "--set", "log.level=warn"])
        .ended(0)
        .said(&["log.level = \"warn\"", "flag log.level"]);
}
