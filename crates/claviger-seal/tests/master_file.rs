//! The master key file: private or refused, whole or absent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_seal::MasterKey;
use claviger_seal::file::{FileError, create, read};
use common::Seeded;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn key(seed: u64) -> MasterKey {
    MasterKey::random(&mut Seeded(seed)).unwrap()
}

fn created() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    create(&path, &key(1)).unwrap();
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_created_file_is_private_and_read_back() {
    let (folder, path) = created();
    assert_eq!(read(&path).unwrap().id(), key(1).id());
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
    assert_eq!(names(folder.path()), ["master.key"]);
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let (folder, path) = created();
    assert!(matches!(create(&path, &key(2)), Err(FileError::Exists { .. })));
    assert_eq!(read(&path).unwrap().id(), key(1).id());
    // A link that leads nowhere is there too.
    let link = folder.path().join("link");
    symlink(folder.path().join("nowhere"), &link).unwrap();
    assert!(matches!(create(&link, &key(2)), Err(FileError::Exists { .. })));
    assert!(!folder.path().join("nowhere").exists());
}

#[test]
fn a_leftover_of_a_stopped_creation_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    fs::write(folder.path().join("master.key.next"), "claviger-master-k").unwrap();
    create(&path, &key(1)).unwrap();
    assert_eq!(read(&path).unwrap().id(), key(1).id());
    assert_eq!(names(folder.path()), ["master.key"]);
}

#[test]
fn a_missing_file_is_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let error = read(&folder.path().join("master.key")).unwrap_err();
    assert!(error.is_missing());
    assert!(error.to_string().contains("master.key"));
    let (_folder, path) = created();
    assert!(!read(&path.join("below")).unwrap_err().is_missing());
}

#[test]
fn every_bit_for_others_is_refused() {
    let (_folder, path) = created();
    for bit in [0o001, 0o002, 0o004, 0o010, 0o020, 0o040] {
        fs::set_permissions(&path, Permissions::from_mode(0o600 | bit)).unwrap();
        let error = read(&path).unwrap_err();
        assert!(matches!(error, FileError::Mode { mode, .. } if mode == 0o600 | bit), "{bit:o}: {error}");
        assert!(error.to_string().contains("chmod 600"));
    }
    for mode in [0o600, 0o400] {
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        assert!(read(&path).is_ok(), "{mode:o}");
    }
}

#[test]
fn a_file_of_somebody_else_is_refused() {
    let (_folder, path) = created();
    // Root can give it away; for anybody else a file of root's will do.
    let path = if chown(&path, Some(1), None).is_ok() { path } else { PathBuf::from("/etc/passwd") };
    assert!(matches!(read(&path), Err(FileError::Owner { .. })));
}

#[test]
fn what_is_no_regular_file_is_refused() {
    let (folder, path) = created();
    let link = folder.path().join("link");
    symlink(&path, &link).unwrap();
    let pipe = folder.path().join("pipe");
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    for path in [&link, &pipe, folder.path()] {
        assert!(matches!(read(path), Err(FileError::NotRegular { .. })), "{}", path.display());
    }
}

#[test]
fn what_is_no_key_is_refused_without_being_quoted() {
    let (_folder, path) = created();
    let good = fs::read_to_string(&path).unwrap();
    let huge = good.repeat(10_000);
    for bad in ["", "hunter2", &good[..40], &good.replace("v1", "v9"), &huge] {
        fs::write(&path, bad).unwrap();
        let error = read(&path).unwrap_err();
        assert!(matches!(error, FileError::Content { .. }), "{error}");
        let shown = format!("{error} {error:?} {:?}", std::error::Error::source(&error));
        assert!(!shown.contains("hunter2") && !shown.contains(&good[30..38]), "{shown}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nowhere").join("master.key");
    assert!(matches!(create(&path, &key(1)), Err(FileError::Io { .. })));
}
