//! A data directory of an older release, brought up to date by a start that is killed at its first sync, at its second,
//! at its third … (P20). What else can cut a migration off is tried write by write in `claviger-sqlite`.

use crate::image::Image;
use crate::strace;
use claviger_core::action::Action;
use claviger_core::entry::Entry;
use claviger_tests::cases::Verdict;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// More syncs than a start and a stop make together.
const MANY: u32 = 100;

/// Every version that was ever released.
pub(crate) fn killed_at_sync() -> Verdict {
    if let Err(why) = strace::usable() {
        return Verdict::NotRun(why);
    }
    let tried: Vec<u32> = versions().iter().map(|version| every(version)).collect();
    Verdict::Passed(format!("killed at each of {tried:?} syncs; told of once, nothing lost"))
}

fn versions() -> Vec<PathBuf> {
    let all = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/crash/fixtures")).expect("the fixtures");
    let all: Vec<_> = all.map(|one| one.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    assert!(!all.is_empty(), "there is no fixture");
    all
}

/// Killed at each sync until one start and stop make none of that number; gives how many were tried.
fn every(version: &Path) -> u32 {
    for at in 1..MANY {
        let scratch = Scratch::new("migrate");
        let plain = Options::new(&scratch.join("data"));
        put(version, &plain.data);
        let before = Image::read(&plain.data);
        let under = strace::under("fdatasync,fsync", &format!("signal=KILL:when={at}"));
        let (killed, said) = match Server::try_start(&Options { under, ..plain.clone() }) {
            Err(failed) => (true, failed.said),
            Ok(server) => {
                let said = server.said();
                (!server.stop(Duration::from_secs(10)).success(), said)
            }
        };
        Server::start(&plain).stop(Duration::from_secs(10));
        same(&before, &Image::read(&plain.data), &format!("{}, killed at sync {at}", version.display()));
        if !killed {
            assert!(said.contains("were brought up to date"), "it does not say so:\n{said}");
            return at - 1;
        }
    }
    panic!("still killed at sync {MANY}: a start is not as short as it was meant");
}

/// The master key must be its owner's alone, which is not kept with the sources.
fn put(version: &Path, data: &Path) {
    fs::create_dir(data).expect("a new directory");
    for file in fs::read_dir(version).expect("the fixture") {
        let from = file.expect("a file").path();
        let to = data.join(from.file_name().expect("it has a name"));
        fs::copy(&from, &to).expect("a copy");
        fs::set_permissions(&to, fs::Permissions::from_mode(0o600)).expect("it is ours");
    }
    fs::set_permissions(data, fs::Permissions::from_mode(0o700)).expect("it is ours");
}

#[track_caller]
fn same(before: &Image, after: &Image, about: &str) {
    let told = |entry: &&Entry| entry.draft.action == Action::StoreMigrate;
    assert_eq!(after.entries.iter().filter(told).count(), 1, "{about}: told of once");
    let entries: Vec<_> = after.entries.iter().filter(|entry| !told(entry)).collect();
    assert!(entries == before.entries.iter().collect::<Vec<_>>(), "{about}: other entries");
    assert!(after.keys == before.keys && after.accounts == before.accounts, "{about}: other keys");
}
