//! What `doctor` and a backup say of the witness.

use super::{World, copy};
use crate::cast::now;
use crate::common::{config, serve};
use claviger_core::time::Timestamp;
use claviger_server::config::{Config, Inputs};
use claviger_server::host::{self, Grade, doctor};
use std::fs;
use std::path::Path;

/// What is found of it, with the words.
fn look(data: &Path, flags: &[&str]) -> Vec<(&'static str, Grade, String)> {
    let own = ["server.bind=127.0.0.1:0".to_owned(), format!("server.data_dir={}", data.display())];
    let flags = own.into_iter().chain(flags.iter().map(|flag| (*flag).to_owned())).collect();
    let found = doctor(&Config::load(&Inputs { flags, ..Inputs::default() }), now());
    let ours = found.into_iter().filter(|finding| finding.check.starts_with("witness"));
    ours.map(|finding| (finding.check, finding.grade, format!("{} | {}", finding.what, finding.remedy)))
        .collect()
}

fn is_found(data: &Path, flags: &[&str], grade: Grade, words: &[&str]) {
    let found = look(data, flags);
    let (_, found_grade, said) = found.iter().find(|(check, ..)| *check == "witness").unwrap();
    assert_eq!(*found_grade, grade, "{said}");
    words.iter().for_each(|wanted| assert!(said.contains(wanted), "{wanted}: {said}"));
}

#[test]
fn doctor_says_whether_it_is_kept_and_what_it_says() {
    let world = World::new();
    let flag = world.flag();
    serve(&world.data(), &[]).stop();
    is_found(&world.data(), &[], Grade::Warning, &["no witness is set", "witness.directory", "witness.url"]);
    is_found(&world.data(), &[&flag], Grade::Good, &["nothing yet"]);
    let server = world.serve();
    let seen = world.caught_up();
    is_found(&world.data(), &[&flag], Grade::Good, &[&format!("next sequence {}", seen.next_sequence)]);
    server.stop();
    let disk =
        look(&world.data(), &[&flag]).into_iter().find(|(check, ..)| *check == "witness-disk").unwrap();
    assert!(disk.1 == Grade::Warning && disk.2.contains("another disk"), "{disk:?}");

    copy(&world.data(), &world.path("copy"));
    let old = claviger_audit::witness::Statement { latest: Timestamp::from_secs(1), ..seen };
    fs::write(world.file(), old.to_string()).unwrap();
    is_found(&world.data(), &[&flag], Grade::Warning, &["the latest time in the log is", "server's log"]);
    let ahead = claviger_audit::witness::Statement { next_sequence: seen.next_sequence + 1, ..seen };
    fs::write(world.file(), ahead.to_string()).unwrap();
    is_found(&world.data(), &[&flag], Grade::Bad, &["it was rolled back", "claviger recover rollback"]);
    serve(&world.path("other"), &[]).stop();
    is_found(&world.path("other"), &[&flag], Grade::Bad, &["another store"]);
    let serve = "witness.when_unreadable=serve";
    for (break_it, words) in [
        (|world: &World| fs::write(world.file(), "rubbish").unwrap(), "no statement of a witness"),
        (|world: &World| fs::remove_file(world.file()).unwrap(), "though a witness was kept"),
        (|world: &World| fs::remove_dir(world.place()).unwrap(), "no such directory"),
    ] as [(fn(&World), &str); 3]
    {
        break_it(&world);
        is_found(&world.data(), &[&flag], Grade::Bad, &[words, "mounted"]);
        is_found(&world.data(), &[&flag, serve], Grade::Warning, &[words]);
    }
}

#[test]
fn a_backup_names_its_store_and_where_its_witness_is() {
    let world = World::new();
    world.serve().stop();
    let flags = [&*world.flag(), "witness.url=https://127.0.0.1:1/x?signature=secret"];
    let settings = config(&world.data(), &flags);
    let made = host::backup(&settings, &world.path("x.backup"), false, now(), &mut |_, _| {}).unwrap();
    let manifest = fs::read_to_string(host::manifest_of(&made.path)).unwrap();
    let store = world.witnessed().unwrap().store.to_string();
    assert!(manifest.contains(&store) && manifest.contains("https://127.0.0.1:1/x\""), "{manifest}");
    assert!(
        manifest.contains(&world.place().display().to_string()) && !manifest.contains("secret"),
        "{manifest}"
    );
}
