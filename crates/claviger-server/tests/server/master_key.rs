//! The master key file: what keeps the server from starting, and rotations that were interrupted.

use crate::common::{config, refused, serve};
use claviger::OsEntropy;
use claviger_seal::MasterKey;
use claviger_seal::file::{self, MasterKeys};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// A data directory that a server was once started on, and its key file.
fn used() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    serve(dir.path(), &[]).stop();
    let file = dir.path().join("master.key");
    (dir, file)
}

fn name(file: &Path) -> String {
    file::read(file).unwrap().id().to_string()
}

#[test]
fn a_missing_file_is_not_made_anew_for_a_database_that_needs_one() {
    let (dir, file) = used();
    let kept = dir.path().join("elsewhere");
    fs::rename(&file, &kept).unwrap();
    let said = refused(config(dir.path(), &[]));
    assert!(said.contains("the database needs its master key"), "{said}");
    assert!(!file.exists());
    let moved = format!("master_key.file={}", kept.display());
    serve(dir.path(), &[&moved]).stop();
}

#[test]
fn a_lax_file_is_refused() {
    let (dir, file) = used();
    for mode in [0o640, 0o604, 0o660, 0o644] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let said = refused(config(dir.path(), &[]));
        assert!(said.contains("lets others at it"), "{mode:o}: {said}");
    }
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    serve(dir.path(), &[]).stop();
}

#[test]
fn another_key_is_refused_by_name() {
    let (dir, file) = used();
    let right = name(&file);
    fs::remove_file(&file).unwrap();
    let other = MasterKey::random(&mut OsEntropy).unwrap();
    file::create(&file, &other).unwrap();
    let said = refused(config(dir.path(), &[]));
    assert!(said.contains(&right) && said.contains(&other.id().to_string()), "{said}");
}

#[test]
fn a_damaged_file_is_refused() {
    let (dir, file) = used();
    fs::write(&file, "not a key\n").unwrap();
    let said = refused(config(dir.path(), &[]));
    assert!(said.contains("cannot be read as a master key"), "{said}");
}

#[test]
fn a_first_start_that_was_interrupted_goes_on_with_its_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("master.key");
    let made = MasterKey::random(&mut OsEntropy).unwrap();
    file::create(&file, &made).unwrap();
    let server = serve(dir.path(), &[]);
    assert!(server.token.is_some());
    assert_eq!(name(&file), made.id().to_string());
    server.stop();
}

#[test]
fn a_rotation_keeps_every_key_and_leaves_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let token = server.token.clone().unwrap();
    let key = server.create_key(&token, "bot");
    let file = dir.path().join("master.key");
    let before = name(&file);
    let (status, said) = server.manage(&token, "POST", "/master-key/rotate", "");
    assert_eq!(status, 200, "{said}");
    assert_ne!(name(&file), before);
    assert!(MasterKeys::load(&file).unwrap().previous.is_none());
    key.ask(&mut server.connect(), "Balance", "");
    server.stop();
    let server = serve(dir.path(), &[]);
    assert_eq!(key.ask(&mut server.connect(), "Balance", "")["error"], serde_json::json!([]));
    server.stop();
}

#[test]
fn a_rotation_that_was_interrupted_is_finished_by_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let key = server.create_key(server.token.as_deref().unwrap(), "bot");
    server.stop();
    let file = dir.path().join("master.key");
    let new = MasterKey::random(&mut OsEntropy).unwrap();
    file::begin_rotation(&file, &new).unwrap();
    for _ in 0..2 {
        let server = serve(dir.path(), &[]);
        assert_eq!(key.ask(&mut server.connect(), "Balance", "")["error"], serde_json::json!([]));
        server.stop();
        let masters = MasterKeys::load(&file).unwrap();
        assert_eq!(masters.current.id(), new.id());
        assert!(masters.previous.is_none(), "the old key is gone");
    }
}

#[test]
fn of_two_rotations_at_once_one_is_told_to_wait_and_that_is_on_record() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let token = server.token.clone().unwrap();
    let rotate = || server.manage(&token, "POST", "/master-key/rotate", "");
    let mut busy = 0;
    for _ in 0..20 {
        let both =
            std::thread::scope(|scope| [(); 4].map(|()| scope.spawn(rotate)).map(|one| one.join().unwrap()));
        for (status, said) in both {
            assert!(status == 200 || (status == 409 && said["code"] == "busy"), "{status} {said}");
            busy += usize::from(status == 409);
        }
        if busy > 0 {
            break;
        }
    }
    assert!(busy > 0, "no two rotations met");
    let (_, log) = server.manage(&token, "GET", "/audit?outcome=refused&limit=200", "");
    assert_eq!(log["items"].as_array().unwrap().len(), busy, "{log}");
    server.stop();
}
