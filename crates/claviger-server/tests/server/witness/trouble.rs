//! What a start says of a witness it cannot use.

use super::keep::{Keep, Manner};
use super::{World, eventually, position};
use crate::common::{config, refused, serve};
use claviger_core::id::LogId;
use claviger_server::config::{Config, Inputs};
use std::fs;

const SERVE: &str = "witness.when_unreadable=serve";

/// Refused with these words, and served where the settings say so.
fn is_refused_and_may_be_served(world: &World, flag: &str, words: &[&str]) {
    let said = refused(config(&world.data(), &[flag]));
    for wanted in words.iter().chain(&["cannot be read", SERVE]) {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let before = position(&world.data()).next_sequence;
    let server = serve(&world.data(), &[flag, SERVE]);
    assert_eq!(server.get("/readyz").0, 200, "{said}");
    let told = server.running().authority().store().entries(LogId(0), before, 9).unwrap();
    assert!(told.iter().any(|entry| entry.draft.action.name() == "store.unwitnessed"), "{told:?}");
    server.stop();
}

#[test]
fn a_directory_that_cannot_be_used_is_named() {
    let world = World::new();
    serve(&world.data(), &[]).stop();
    let flag = |name: &str| format!("witness.directory={}", world.path(name).display());
    is_refused_and_may_be_served(
        &world,
        &flag("missing"),
        &["missing: there is no such directory", "mounted"],
    );
    fs::write(world.path("file"), "x").unwrap();
    is_refused_and_may_be_served(&world, &flag("file"), &["claviger.witness: cannot be read"]);
    fs::create_dir_all(world.path("odd/claviger.witness")).unwrap();
    is_refused_and_may_be_served(&world, &flag("odd"), &["claviger.witness: cannot be read"]);
}

#[test]
fn what_cannot_be_understood_is_not_taken_for_nothing() {
    for (text, words) in [
        ("", "it is no statement of a witness, or damaged"),
        ("rubbish\n", "it is no statement of a witness, or damaged"),
        ("claviger-witness 1\nstore store_0000000000", "it is no statement of a witness, or damaged"),
        ("claviger-witness 2\nwhatever\n", "newer release"),
    ] {
        let world = World::new();
        serve(&world.data(), &[]).stop();
        fs::write(world.file(), text).unwrap();
        is_refused_and_may_be_served(&world, &world.flag(), &[words]);
        if words.contains("newer") {
            assert_eq!(fs::read_to_string(world.file()).unwrap(), text, "a newer release's was written over");
        } else {
            world.serve().stop();
        }
    }
}

#[test]
fn a_witness_that_is_gone_is_told_from_a_new_one() {
    let world = World::new();
    world.serve().stop();
    assert!(world.data().join("witnessed").is_file());
    // An empty mount point.
    fs::remove_file(world.file()).unwrap();
    let said = refused(config(&world.data(), &[&world.flag()]));
    assert!(said.contains("though one was kept") && said.contains(SERVE), "{said}");
    let server = serve(&world.data(), &[&world.flag(), SERVE]);
    world.caught_up();
    server.stop();
    world.serve().stop();
}

#[test]
fn a_place_that_cannot_be_written_holds_nothing_up() {
    let world = World::new();
    // Nobody, not even root, makes files here.
    let server = serve(&world.data(), &["witness.directory=/proc"]);
    let token = server.token.clone().unwrap();
    let key = server.create_key(&token, "bot");
    assert_eq!(key.ask(&mut server.connect(), "Balance", "")["error"], serde_json::json!([]));
    eventually("it is told", || {
        server.get("/readyz").1.contains("the witness (directory) fails").then_some(())
    });
    server.stop();
    assert!(!world.data().join("witnessed").exists(), "it was never kept");
}

#[test]
fn a_url_that_does_not_keep_is_named_with_what_it_did() {
    let world = World::new();
    serve(&world.data(), &[]).stop();
    let keep = Keep::start();
    let flag = format!("witness.url={}?signature=secret", keep.url());
    for (manner, words) in [
        (Manner::Redirects, "redirects are not followed"),
        (Manner::Fails, "HTTP status 500"),
        (Manner::Garbage, "it is no statement of a witness, or damaged"),
        (Manner::Endless, "it is no statement of a witness, or damaged"),
        (Manner::Hangs, "it does not answer within 5 seconds"),
        (Manner::HangsUp, keep.url()),
    ] {
        keep.turns(manner);
        let said = refused(config(&world.data(), &[&flag]));
        assert!(said.contains(words) && said.contains("cannot be read"), "{manner:?}: {said}");
        assert!(!said.contains("secret"), "{said}");
    }
    assert_eq!(keep.seen_elsewhere(), 0, "a redirect was followed");
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = refused(config(&world.data(), &[&format!("witness.url=http://{nobody}/")]));
    assert!(said.contains("nothing listens there"), "{said}");
}

#[test]
fn a_url_keeps_and_gives_back_under_a_token() {
    let keep = Keep::start();
    let world = World::new();
    fs::write(world.path("token"), "very-secret\n").unwrap();
    let token = format!("witness.token_file={}", world.path("token").display());
    let flags = [format!("witness.url={}", keep.url()), token];
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let server = serve(&world.data(), &flags);
    eventually("it is kept", || keep.kept());
    server.stop();
    super::copy(&world.data(), &world.path("copy"));
    let server = serve(&world.data(), &flags);
    server.stop();
    assert!(keep.heard("authorization: Bearer very-secret"));
    super::copy(&world.path("copy"), &world.data());
    assert!(refused(config(&world.data(), &flags)).contains("was rolled back"));
    let bad = format!("witness.token_file={}", world.path("nowhere").display());
    let said = refused(config(&world.data(), &[flags[0], &bad]));
    assert!(said.contains("cannot be read as a token"), "{said}");
}

#[test]
fn settings_that_make_no_witness_are_refused() {
    let attempt = |flags: &[&str]| {
        let flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
        Config::load(&Inputs { flags, ..Inputs::default() }).unwrap_err().to_string()
    };
    let said = attempt(&["server.data_dir=/srv/data", "witness.directory=/srv/data/witness"]);
    assert!(said.contains("rolls the witness back, too"), "{said}");
    assert!(attempt(&["witness.token_file=/x"]).contains("witness.url is not"));
    let said = attempt(&["witness.url=http://192.0.2.1/x?secret", "witness.token_file=/x"]);
    assert!(said.contains("could read the token") && !said.contains("?secret"), "{said}");
    assert!(attempt(&["witness.url=ftp://a/"]).contains("must begin with https://"));
    let world = World::new();
    let said =
        refused(config(&world.data(), &["witness.url=https://127.0.0.1:1/", "witness.ca=/nowhere.pem"]));
    assert!(said.contains("witness.ca: cannot use /nowhere.pem"), "{said}");
}
