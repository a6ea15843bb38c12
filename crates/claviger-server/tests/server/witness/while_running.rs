//! A witness that fails, hangs and comes back, while calls go on.

use super::keep::{Keep, Manner};
use super::{World, copy, eventually, position};
use crate::common::{config, refused, serve};
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

#[test]
fn it_is_told_of_a_revocation_at_once_of_calls_in_time_and_of_all_at_a_stop() {
    let world = World::new();
    let server = serve(&world.data(), &[&world.flag(), "witness.every_ms=3600000"]);
    let token = server.token.clone().unwrap();
    world.caught_up();
    let key = server.create_key(&token, "bot");
    world.caught_up();
    let mut client = server.connect();
    key.ask(&mut client, "Balance", "");
    let before = world.witnessed().unwrap();
    assert_eq!(server.manage(&token, "POST", &format!("/keys/{}/revoke", key.id), "{}").0, 200);
    let begun = Instant::now();
    let seen = world.caught_up();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(seen.next_sequence >= before.next_sequence + 2 && seen.leaf != before.leaf);
    server.stop();
    let server = serve(&world.data(), &[&world.flag(), "witness.every_ms=100"]);
    let key = server.create_key(&token, "other");
    key.ask(&mut server.connect(), "Balance", "");
    world.caught_up();
    key.ask(&mut server.connect(), "Balance", "");
    server.stop();
    let (found, last) = (position(&world.data()), world.witnessed().unwrap());
    assert_eq!(
        (last.epoch, last.next_sequence, last.latest),
        (found.epoch, found.next_sequence, found.latest)
    );
    assert_eq!(fs::read_dir(world.place()).unwrap().count(), 1, "something is left beside it");
}

#[test]
fn a_directory_that_goes_away_is_told_of_and_taken_up_again() {
    let world = World::new();
    let server = serve(&world.data(), &[&world.flag(), "witness.every_ms=100"]);
    let token = server.token.clone().unwrap();
    world.caught_up();
    let key = server.create_key(&token, "bot");
    let mut client = server.connect();
    fs::rename(world.place(), world.path("unmounted")).unwrap();
    let call = || drop(key.ask(&mut server.connect(), "Balance", ""));
    eventually("it is told of", || {
        call();
        server.get("/readyz").1.contains("ready\nthe witness (directory) fails since").then_some(())
    });
    assert_eq!(server.get("/readyz").0, 200, "the server is ready all the same");
    let metrics = server.get("/metrics").1;
    assert!(metrics.contains("claviger_witness_healthy{place=\"directory\"} 0"), "{metrics}");
    assert!(!world.place().exists(), "a directory that is missing was made");
    assert_eq!(key.ask(&mut client, "Balance", "")["error"], serde_json::json!([]));
    fs::rename(world.path("unmounted"), world.place()).unwrap();
    eventually("it is kept again", || {
        call();
        (server.get("/readyz").1 == "ready\n").then_some(())
    });
    let metrics = server.get("/metrics").1;
    assert!(metrics.contains("claviger_witness_healthy{place=\"directory\"} 1"), "{metrics}");
    server.stop();
}

#[test]
fn a_url_that_hangs_holds_nothing_up() {
    let keep = Keep::start();
    let world = World::new();
    let (directory, url) = (world.flag(), format!("witness.url={}", keep.url()));
    let flags = [&*directory, &*url, "witness.every_ms=100", "limits.rate_max=1000000"];
    let server = serve(&world.data(), &flags);
    let token = server.token.clone().unwrap();
    eventually("the URL is told", || keep.kept());
    keep.turns(Manner::Hangs);
    let key = server.create_key(&token, "bot");
    let mut client = server.connect();
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(key.ask(&mut client, "GetApiKeyInfo", "")["error"], serde_json::json!([]));
    }
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    // The other place does not wait for this one.
    world.caught_up();
    let begun = Instant::now();
    server.stop();
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    // At the next start one place that answers is enough.
    let server = serve(&world.data(), &flags);
    keep.turns(Manner::Keeps);
    // The first telling may have begun before it turned, and then hangs until patience ends.
    let told = || server.get("/readyz").1 == "ready\n" && keep.kept() == fs::read(world.file()).ok();
    eventually("it is told again", || told().then_some(()));
    server.stop();
    assert_eq!(keep.kept(), fs::read(world.file()).ok());
}

/// Nobody ever comes to the other end of a pipe, as with a share that is dead.
#[test]
fn a_directory_that_hangs_holds_nothing_up() {
    let world = World::new();
    let server = serve(&world.data(), &[&world.flag(), "witness.every_ms=100"]);
    let token = server.token.clone().unwrap();
    world.caught_up();
    fs::remove_file(world.file()).unwrap();
    assert!(Command::new("mkfifo").arg(world.file()).status().unwrap().success());
    let key = server.create_key(&token, "bot");
    eventually("it is told of", || server.get("/readyz").1.contains("ready\nthe witness").then_some(()));
    assert_eq!(key.ask(&mut server.connect(), "Balance", "")["error"], serde_json::json!([]));
    let begun = Instant::now();
    server.stop();
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    let said = refused(config(&world.data(), &[&world.flag()]));
    assert!(said.contains("claviger.witness: it does not answer within 5 seconds"), "{said}");
    serve(&world.data(), &[&world.flag(), "witness.when_unreadable=serve"]).stop();
}

#[test]
fn what_was_damaged_while_it_ran_is_told_anew() {
    let world = World::new();
    let server = serve(&world.data(), &[&world.flag(), "witness.every_ms=100"]);
    let token = server.token.clone().unwrap();
    for (number, damage) in [&b"rubbish"[..], b""].iter().enumerate() {
        world.caught_up();
        fs::write(world.file(), damage).unwrap();
        server.create_key(&token, &format!("key {number}"));
        eventually("it is told anew", || (fs::read(world.file()).unwrap().len() > 100).then_some(()));
    }
    world.caught_up();
    fs::remove_file(world.file()).unwrap();
    server.create_key(&token, "another");
    eventually("it is told anew", || world.file().exists().then_some(()));
    server.stop();
}

/// The operator let it serve without its witness; then the witness comes back and says what it knows.
#[test]
fn a_roll_back_that_shows_late_is_told_and_never_written_over() {
    let world = World::new();
    let server = world.serve();
    let token = server.token.clone().unwrap();
    server.stop();
    copy(&world.data(), &world.path("copy"));
    let server = world.serve();
    server.create_key(&token, "lost");
    server.stop();
    let seen = fs::read(world.file()).unwrap();
    copy(&world.path("copy"), &world.data());
    fs::rename(world.place(), world.path("unmounted")).unwrap();
    let flags = [&*world.flag(), "witness.when_unreadable=serve", "witness.every_ms=100"];
    let server = serve(&world.data(), &flags);
    assert_eq!(server.get("/readyz").0, 200);
    fs::rename(world.path("unmounted"), world.place()).unwrap();
    let said =
        eventually("it is told", || Some(server.get("/readyz")).filter(|(status, _)| *status == 503)).1;
    assert!(said.contains("the data was rolled back"), "{said}");
    server.stop();
    assert_eq!(fs::read(world.file()).unwrap(), seen);
    assert!(
        refused(config(&world.data(), &flags)).contains("was rolled back"),
        "a readable witness is passed over"
    );
}
