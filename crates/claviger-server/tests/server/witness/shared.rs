//! Two servers and one witness.

use super::{World, copy, eventually};
use crate::common::{config, refused, serve};
use std::fs;

#[test]
fn a_second_store_is_refused_and_the_first_is_not_disturbed() {
    let world = World::new();
    let first = world.serve();
    let seen = world.caught_up();
    let other = world.path("other");
    serve(&other, &[]).stop();
    let said = refused(config(&other, &[&world.flag()]));
    assert!(
        said.contains("is that of another store") && said.contains("two stores cannot share one"),
        "{said}"
    );
    let look = claviger_server::host::look_back(&config(&other, &[&world.flag()])).unwrap_err().to_string();
    assert!(look.contains("is that of another store"), "{look}");
    assert_eq!(first.get("/readyz"), (200, "ready\n".to_owned()));
    first.stop();
    assert_eq!(world.witnessed().unwrap().store, seen.store);
}

#[test]
fn two_that_begin_at_once_do_not_write_over_each_other() {
    let world = World::new();
    let first = serve(&world.path("one"), &["witness.every_ms=100", &world.flag()]);
    let seen = eventually("the first is told", || world.witnessed());
    // The second looked when there was nothing yet.
    fs::remove_file(world.file()).unwrap();
    let second = serve(&world.path("two"), &["witness.every_ms=100", &world.flag()]);
    let taken = eventually("one of them gives way", || {
        let token = first.token.clone().unwrap();
        first.create_key(&token, &format!("{:?}", std::time::Instant::now()));
        let note = |server: &crate::common::Server| server.get("/readyz").1;
        let notes = [note(&first), note(&second)];
        notes.iter().any(|note| note.contains("somebody else's")).then_some(notes)
    });
    assert!(taken.iter().any(|note| note == "ready\n"), "neither of them has it: {taken:?}");
    let token = second.token.clone().unwrap();
    second.create_key(&token, "goes on");
    let holder = world.witnessed().unwrap().store;
    let there = eventually("it stays whose it is", || Some(world.witnessed().unwrap().store));
    assert_eq!(there, holder);
    first.stop();
    second.stop();
    assert!(world.witnessed().unwrap().store == holder && seen.log.0 == 0);
}

#[test]
fn a_copy_beside_the_store_it_was_made_of_is_refused() {
    let world = World::new();
    world.serve().stop();
    copy(&world.data(), &world.path("copy"));
    let server = world.serve();
    world.caught_up();
    let said = refused(config(&world.path("copy"), &[&world.flag()]));
    assert!(said.contains("was rolled back"), "{said}");
    server.stop();
}
