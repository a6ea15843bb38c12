//! P14: a restore cannot bring the dead back.

use crate::cast::{Cast, Chance, now};
use crate::common::{chain, config, serve};
use claviger_core::id::LogId;
use claviger_core::store::Store as _;
use claviger_core::text::Name;
use claviger_server::host::{self, BackedUp, HostError};
use claviger_sqlite::{Options, SqliteStore};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A server with a history, backed up in the middle of it.
struct Story {
    dir: TempDir,
    backup: BackedUp,
    cast: Cast,
    token: String,
}

fn story(seed: u64) -> Story {
    let mut chance = Chance(seed);
    let dir = tempfile::tempdir().unwrap();
    let server = serve(&dir.path().join("data"), &[]);
    let token = server.token.clone().unwrap();
    let mut cast = Cast::new(&server, &token);
    let mut client = server.connect();
    cast.calls(&mut client, &mut chance);
    let data = dir.path().join("data");
    let backup = host::backup(&config(&data, &[]), dir.path(), false, now(), &mut |_, _| {}).unwrap();
    cast.calls(&mut client, &mut chance);
    cast.take_back(&server, &token);
    server.stop();
    Story { dir, backup, cast, token }
}

impl Story {
    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn master(&self) -> PathBuf {
        self.data().join("master.key")
    }

    fn restored(&self) -> PathBuf {
        let into = self.dir.path().join("restored");
        fs::create_dir(&into).unwrap();
        fs::copy(self.master(), into.join("master.key")).unwrap();
        host::restore(&self.backup.path, &into, &into.join("master.key"), now()).unwrap();
        into
    }
}

#[test]
fn a_restore_cannot_bring_the_dead_back() {
    for seed in [1, 0x5eed, 77_777] {
        let story = story(seed);
        let into = story.restored();
        let server = serve(&into, &[]);
        assert_eq!(story.cast.replay(&server, true), 0, "a call was accepted before its key was readmitted");
        assert_eq!(server.manage(&story.token, "GET", "/keys", "").0, 401, "a token from before works");
        server.stop();

        let made = host::recover_token(&into, None, Name::parse("new").unwrap(), now()).unwrap();
        let token = made.token.reveal().to_string();
        let server = serve(&into, &[]);
        story.cast.readmit(&server, &token);
        assert_eq!(story.cast.replay(&server, false), 0, "an old nonce was accepted");
        story.cast.goes_on(&server);
        server.stop();
        nothing_has_its_place_twice(&story.data(), &into, story.backup.point.next_sequence);
    }
}

#[test]
fn readmission_outlives_a_restart() {
    let story = story(9);
    let into = story.restored();
    let made = host::recover_token(&into, None, Name::parse("new").unwrap(), now()).unwrap();
    let token = made.token.reveal().to_string();
    let server = serve(&into, &[]);
    for (_, key) in &story.cast.timed {
        assert_eq!(server.manage(&token, "POST", &format!("/keys/{}/readmit", key.id), "{}").0, 200);
    }
    server.stop();
    let server = serve(&into, &[]);
    assert_eq!(story.cast.replay(&server, true), 0, "the floor was forgotten");
    server.stop();
}

/// Up to the point both logs are the same; beyond it no (epoch, sequence) is in both.
fn nothing_has_its_place_twice(old: &Path, new: &Path, next: u64) {
    let read = |dir: &Path| {
        let store = SqliteStore::open_read_only(dir, Options::default()).unwrap();
        store.entries(LogId(0), 0, usize::MAX).unwrap()
    };
    let (old, new) = (read(old), read(new));
    let at = usize::try_from(next).unwrap();
    assert_eq!(old[..at], new[..at]);
    let highest = old.iter().map(|entry| entry.place.epoch).max().unwrap();
    assert!(new[at..].iter().all(|entry| entry.place.epoch > highest + 1000), "an epoch may come twice");
    assert!(new[at].draft.action.name() == "store.restored", "{:?}", new[at]);
}

/// The same with a restore that only copies the file.
#[test]
fn tooth_a_copied_file_brings_the_dead_back() {
    let story = story(3);
    let into = story.dir.path().join("copied");
    fs::create_dir(&into).unwrap();
    fs::copy(story.master(), into.join("master.key")).unwrap();
    fs::copy(&story.backup.path, into.join("claviger.db")).unwrap();
    let server = serve(&into, &[]);
    assert!(story.cast.replay(&server, true) > 0, "the replay catches nothing");
    assert_eq!(server.manage(&story.token, "GET", "/keys", "").0, 200);
    server.stop();
}

#[test]
fn what_is_not_whole_is_not_restored() {
    let story = story(4);
    let dir = story.dir.path();
    let bytes = fs::read(&story.backup.path).unwrap();
    let attempt = |name: &str, bytes: &[u8], master: &Path| {
        let (file, into) = (dir.join(format!("{name}.backup")), dir.join(name));
        fs::write(&file, bytes).unwrap();
        let error = host::restore(&file, &into, master, now()).unwrap_err();
        assert!(fs::read_dir(&into).unwrap().next().is_none(), "{name}: something is left behind");
        chain(&error)
    };
    let master = story.master();
    assert!(attempt("foreign", b"not a database at all", &master).contains("not"), "foreign");
    attempt("cut", &bytes[..bytes.len() / 2], &master);
    let mut newer = bytes.clone();
    newer[60..64].copy_from_slice(&99u32.to_be_bytes());
    assert!(attempt("newer", &newer, &master).contains("newer"));
    for at in (4096..bytes.len()).step_by(bytes.len() / 23) {
        let mut damaged = bytes.clone();
        damaged[at..at + 64].fill(0xa5);
        let (file, into) = (dir.join("damaged.backup"), dir.join(format!("damaged{at}")));
        fs::write(&file, &damaged).unwrap();
        // Without its manifest some damage, in a free page, is no damage; with it every byte counts.
        fs::write(host::manifest_of(&file), story.backup.manifest().to_string()).unwrap();
        assert!(matches!(host::restore(&file, &into, &master, now()), Err(HostError::Digest(_))));
    }
    let other = dir.join("other.key");
    let elsewhere = serve(&dir.join("elsewhere"), &[]);
    elsewhere.stop();
    fs::copy(dir.join("elsewhere/master.key"), &other).unwrap();
    assert!(attempt("sealed", &bytes, &other).contains("master key"));
    let full = dir.join("elsewhere");
    let refused = host::restore(&story.backup.path, &full, &master, now()).unwrap_err();
    assert!(matches!(refused, HostError::NotEmpty { .. }), "{refused}");
}

#[test]
fn a_backup_replaces_nothing_and_leaves_nothing() {
    let story = story(5);
    let again = host::backup(&config(&story.data(), &[]), &story.backup.path, false, now(), &mut |_, _| {});
    assert!(matches!(again, Err(HostError::Exists(_))));
    let before = fs::read_dir(story.dir.path()).unwrap().count();
    let nowhere = story.dir.path().join("missing/file");
    assert!(host::backup(&config(&story.data(), &[]), &nowhere, false, now(), &mut |_, _| {}).is_err());
    host::backup(&config(&story.data(), &[]), &story.backup.path, true, now(), &mut |_, _| {}).unwrap();
    assert_eq!(fs::read_dir(story.dir.path()).unwrap().count(), before);
}
