//! P14: a restore cannot bring the dead back.

use crate::client::Client;
use crate::common::{Key, Server, chain, serve};
use claviger::clock::{Clock as _, SystemClock};
use claviger_core::id::LogId;
use claviger_core::nonce::scale::Scale;
use claviger_core::store::Store as _;
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use claviger_server::host::{self, BackedUp, HostError};
use claviger_sqlite::{Options, SqliteStore};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn now() -> Timestamp {
    SystemClock.now()
}

/// Small and seeded: the histories are printed by their seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// Keys that count in different ways, and everything they ever sent.
struct Cast {
    timed: Vec<(Scale, Key)>,
    counting: Key,
    count: u64,
    sent: Vec<String>,
}

impl Cast {
    fn new(server: &Server, token: &str) -> Self {
        let timed = [Scale::Millis, Scale::Micros, Scale::TenNanos, Scale::Ticks, Scale::Nanos];
        let timed = timed.into_iter().map(|scale| (scale, server.create_key(token, &format!("{scale:?}"))));
        let timed = timed.collect();
        Cast { timed, counting: server.create_key(token, "counting"), count: 0, sent: Vec::new() }
    }

    /// One accepted call of each key, and of one of them some more.
    fn calls(&mut self, client: &mut Client, chance: &mut Chance) {
        for round in 0..=chance.below(3) {
            self.count += 1;
            let mut calls = vec![self.counting.call_with(self.count, "Balance", "")];
            let timed = self.timed.iter().filter(|_| round == 0 || chance.below(2) == 0);
            calls.extend(timed.map(|(scale, key)| key.call_with(scale.at(now()), "Balance", "")));
            for call in calls {
                assert_eq!(said(client, &call), Vec::<String>::new(), "{call}");
                self.sent.push(call);
            }
            // The next nonces are other ones.
            let millis = Scale::Millis.at(now());
            while Scale::Millis.at(now()) == millis {
                std::thread::yield_now();
            }
        }
    }

    /// Sends everything again, and something new of each key; gives how much was accepted.
    fn replay(&self, server: &Server, with_new: bool) -> usize {
        let mut client = server.connect();
        let mut calls = self.sent.clone();
        if with_new {
            calls.extend(self.timed.iter().map(|(scale, key)| key.call_with(scale.at(now()), "Balance", "")));
        }
        calls.iter().filter(|call| said(&mut client, call).is_empty()).count()
    }
}

fn said(client: &mut Client, call: &str) -> Vec<String> {
    client.send(call);
    let answer: Value = serde_json::from_str(&client.answer().unwrap().1).unwrap();
    answer["error"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

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
    let backup = host::backup(&data, dir.path(), false, now(), &mut |_, _| {}).unwrap();
    cast.calls(&mut client, &mut chance);
    let revoked = cast.timed[0].1.id.clone();
    assert_eq!(server.manage(&token, "POST", &format!("/keys/{revoked}/revoke"), "{}").0, 200);
    let narrowed = cast.timed[1].1.id.clone();
    let body = r#"{"permissions":[]}"#;
    assert_eq!(server.manage(&token, "PATCH", &format!("/keys/{narrowed}"), body).0, 200);
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
        for (scale, key) in &story.cast.timed {
            let path = format!("/keys/{}/readmit", key.id);
            assert_eq!(server.manage(&token, "POST", &path, "{}").0, 200, "{scale:?}");
            assert_eq!(server.manage(&token, "POST", &path, "{}").0, 409, "twice");
        }
        let path = format!("/keys/{}/readmit", story.cast.counting.id);
        let (status, why) = server.manage(&token, "POST", &path, "{}");
        assert_eq!(status, 422);
        assert!(why.to_string().contains("floor"), "{why}");
        assert_eq!(server.manage(&token, "POST", &path, r#"{"floor":"1000"}"#).0, 200);
        assert_eq!(story.cast.replay(&server, false), 0, "an old nonce was accepted");
        let mut client = server.connect();
        let later = now().plus_secs(180);
        for (scale, key) in &story.cast.timed {
            let call = key.call_with(scale.at(later), "Balance", "");
            assert_eq!(said(&mut client, &call), Vec::<String>::new(), "{scale:?} is not readmitted");
        }
        let call = story.cast.counting.call_with(1001, "Balance", "");
        assert_eq!(said(&mut client, &call), Vec::<String>::new());
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
    let again = host::backup(&story.data(), &story.backup.path, false, now(), &mut |_, _| {});
    assert!(matches!(again, Err(HostError::Exists(_))));
    let before = fs::read_dir(story.dir.path()).unwrap().count();
    let nowhere = story.dir.path().join("missing/file");
    assert!(host::backup(&story.data(), &nowhere, false, now(), &mut |_, _| {}).is_err());
    host::backup(&story.data(), &story.backup.path, true, now(), &mut |_, _| {}).unwrap();
    assert_eq!(fs::read_dir(story.dir.path()).unwrap().count(), before);
}
