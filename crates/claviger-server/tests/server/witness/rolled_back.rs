//! The data goes back, the witness does not.

use super::{World, copy, eventually, position};
use crate::cast::{Cast, Chance, now};
use crate::common::{config, refused, serve};
use claviger_core::text::Name;
use claviger_server::host;
use std::fs;

/// A history in which the files are copied and then things are taken back.
fn story(seed: u64, while_it_runs: bool) -> (World, Cast, String) {
    let (world, mut chance) = (World::new(), Chance(seed));
    let server = world.serve();
    let token = server.token.clone().unwrap();
    let mut cast = Cast::new(&server, &token);
    cast.calls(&mut server.connect(), &mut chance);
    let server = if while_it_runs {
        world.caught_up();
        copy(&world.data(), &world.path("copy"));
        server
    } else {
        server.stop();
        copy(&world.data(), &world.path("copy"));
        world.serve()
    };
    cast.calls(&mut server.connect(), &mut chance);
    cast.take_back(&server, &token);
    server.stop();
    (world, cast, token)
}

#[test]
fn copied_files_are_refused_until_everything_is_held() {
    for (seed, while_it_runs) in [(1, false), (0x5eed, true), (77_777, false)] {
        let (world, cast, old_token) = story(seed, while_it_runs);
        let seen = world.witnessed().unwrap();
        copy(&world.path("copy"), &world.data());
        let before = position(&world.data());
        for _ in 0..2 {
            let said = refused(config(&world.data(), &[&world.flag()]));
            assert!(said.contains("was rolled back") && said.contains("claviger recover rollback"), "{said}");
            let saw = format!("saw it at epoch {}, next sequence {}", seen.epoch, seen.next_sequence);
            assert!(said.contains(&saw) && said.contains(&world.file().display().to_string()), "{said}");
            assert!(
                said.contains(&format!(
                    "it is at epoch {}, next sequence {}",
                    before.epoch, before.next_sequence
                )),
                "{said}"
            );
        }
        assert_eq!(position(&world.data()), before, "a refused start has changed something");
        assert_eq!(world.witnessed(), Some(seen));
        // Whatever opens the lane raises the epoch; that makes no roll-back good.
        for name in ["one", "two", "three"] {
            host::recover_token(&world.data(), None, Name::parse(name).unwrap(), now()).unwrap();
        }
        assert!(refused(config(&world.data(), &[&world.flag()])).contains("was rolled back"));

        let settings = config(&world.data(), &[&world.flag()]);
        let looked = host::look_back(&settings).unwrap();
        assert!(looked.proven && looked.said.len() == 1, "{looked:?}");
        host::recover_rollback(&settings, now()).unwrap();
        let server = world.serve();
        assert_eq!(cast.replay(&server, true), 0, "a call was accepted before its key was readmitted");
        assert_eq!(server.manage(&old_token, "GET", "/keys", "").0, 401, "a token from before works");
        server.stop();
        let made = host::recover_token(&world.data(), None, Name::parse("new").unwrap(), now()).unwrap();
        let token = made.token.reveal().to_string();
        let server = world.serve();
        cast.readmit(&server, &token);
        assert_eq!(cast.replay(&server, false), 0, "an old nonce was accepted");
        cast.goes_on(&server);
        server.stop();
        let server = world.serve();
        assert_eq!(cast.replay(&server, false), 0, "the floor was forgotten");
        server.stop();
        assert!(world.witnessed().unwrap().epoch > seen.epoch + 1000);
        // And the copy is as dead as before.
        copy(&world.path("copy"), &world.data());
        assert!(refused(config(&world.data(), &[&world.flag()])).contains("was rolled back"));
    }
}

#[test]
fn a_copy_that_was_served_unseen_and_went_on_is_another_history() {
    let (world, mut cast, _) = story(5, false);
    let seen = world.witnessed().unwrap();
    copy(&world.path("copy"), &world.data());
    let server = serve(&world.data(), &[]);
    let mut chance = Chance(9);
    while position(&world.data()).next_sequence <= seen.next_sequence {
        cast.calls(&mut server.connect(), &mut chance);
    }
    server.stop();
    let said = refused(config(&world.data(), &[&world.flag()]));
    assert!(said.contains("another history") && said.contains("recover rollback"), "{said}");
    host::recover_rollback(&config(&world.data(), &[&world.flag()]), now()).unwrap();
    let server = world.serve();
    assert_eq!(cast.replay(&server, true), 0);
    server.stop();
}

#[test]
fn a_store_that_was_restored_is_served_with_its_keys_held() {
    let (world, cast, token) = story(11, false);
    copy(&world.path("copy"), &world.path("source"));
    let backup = host::backup(
        &config(&world.path("source"), &[]),
        &world.path("x.backup"),
        false,
        now(),
        &mut |_, _| {},
    );
    let into = world.path("restored");
    let master = world.data().join("master.key");
    host::restore(&backup.unwrap().path, &into, &master, now()).unwrap();
    fs::copy(&master, into.join("master.key")).unwrap();
    let server = serve(&into, &[&world.flag()]);
    assert_eq!(cast.replay(&server, true), 0);
    assert_eq!(server.manage(&token, "GET", "/keys", "").0, 401);
    let restored = position(&into).next_sequence;
    eventually("the witness follows", || world.witnessed().filter(|seen| seen.next_sequence <= restored + 1));
    server.stop();
    let said = refused(config(&world.data(), &[&world.flag()]));
    assert!(said.contains("was rolled back"), "the store that was given up is served: {said}");
    // Nobody has to say it was a roll-back for it to be held.
    let looked = host::look_back(&config(&into, &[&world.flag()])).unwrap();
    assert!(!looked.proven);
}

#[test]
fn without_a_database_nothing_new_is_begun_where_one_was_witnessed() {
    let world = World::new();
    world.serve().stop();
    fs::rename(world.data(), world.path("aside")).unwrap();
    let said = refused(config(&world.data(), &[&world.flag()]));
    assert!(said.contains("there is no database in it") && said.contains("claviger restore"), "{said}");
    assert!(!world.data().exists(), "something was made");
    fs::remove_file(world.file()).unwrap();
    world.serve().stop();
}
