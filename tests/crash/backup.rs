//! A backup taken under load stands for exactly the point it names (P14, and Must show 4 of operations); one whose disk is
//! full is none, leaves nothing, and the server does not notice.

use crate::check::no_complaints;
use crate::disk::{Disk, fill};
use crate::strace;
use crate::world::World;
use claviger_core::entry::Entry;
use claviger_core::id::LogId;
use claviger_core::store::Store as _;
use claviger_sqlite::{Options, SqliteStore};
use claviger_tests::cases::Verdict;
use claviger_tests::chance::Chance;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::nap;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

/// Backups of one run.
const BACKUPS: u32 = 5;

/// Runs the program; gives its answer.
fn claviger(arguments: &[&str]) -> Value {
    // What this suite is told by the environment is no setting of the program.
    let mut program = Command::new(claviger_tests::server::binary());
    let done = program.args(arguments).env_clear().output().expect("the program");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("JSON")
}

fn entries(dir: &Path) -> Vec<Entry> {
    let store = SqliteStore::open_read_only(dir, Options::default()).expect("the store");
    store.entries(LogId(0), 0, usize::MAX).expect("its entries")
}

pub(crate) fn under_load(seed: u64) -> Verdict {
    let mut chance = Chance::new(seed);
    let (mut world, server) = World::new("backup");
    let load = world.load(&server);
    let mut admin = server.admin(&world.token);
    let data = world.data().to_owned();
    let out = data.with_file_name("backups");
    std::fs::create_dir(&out).expect("a folder");
    let mut made = Vec::new();
    for number in 0..BACKUPS {
        nap(50 + chance.below(300));
        // Acknowledged before the backup begins.
        let name = format!("before backup {number}");
        let body = json!({ "name": name, "permissions": ["query-funds"] });
        let answer = admin.post("/keys", &body).expect("an answer");
        assert_eq!(answer.status, 201, "{}", answer.text());
        let id = answer.json()["id"].as_str().expect("an id").to_owned();
        let file = out.join(format!("{number}.backup"));
        let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
        let told = claviger(&["backup", "--data-dir", &text(&data), "--to", &text(&file), "--json"]);
        made.push((id, file, told));
    }
    load.over();
    let status = server.stop(Duration::from_secs(10));
    assert!(status.success(), "{status}");
    world.book.append(load.book());
    let (_, complaints) = world.check(crate::check::End::Closed);
    no_complaints(&complaints, "after the backups");
    let whole = entries(&data);
    let mut last = 0;
    for (number, (id, file, told)) in made.iter().enumerate() {
        let next = told["next_sequence"].as_u64().expect("a sequence");
        assert!(next >= last && (next as usize) < whole.len(), "not under load: {next} of {}", whole.len());
        last = next;
        let into = out.join(format!("restored{number}"));
        let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
        let master = text(&data.join("master.key"));
        claviger(&["restore", &text(file), "--data-dir", &text(&into), "--master-key", &master, "--json"]);
        let found = entries(&into);
        let next = usize::try_from(next).expect("a length");
        assert_eq!(found[..next], whole[..next], "backup {number}: not what was written");
        assert_eq!(
            found[next].draft.action.name(),
            "store.restored",
            "backup {number}: something beyond the point"
        );
        assert_eq!(found.len(), next + 1, "backup {number}: something beyond the point");
        let key =
            found[..next].iter().any(|entry| entry.draft.key().is_some_and(|key| key.to_string() == *id));
        assert!(key, "backup {number}: what was acknowledged before it began is not in it");
    }
    Verdict::Passed(format!("{BACKUPS} backups under load; {} entries, the last at {last}", whole.len()))
}

/// The disk of the backup has too little room from the beginning.
pub(crate) fn without_room() -> Verdict {
    let disk = match Disk::new(16) {
        Ok(disk) => disk,
        Err(why) => return Verdict::NotRun(why),
    };
    fill(&disk.path(), 1 << 20);
    let there = names(&disk.path());
    let said = refused_under_load("backup-without-room", &disk.path(), &[]);
    assert!(said.contains("make room or choose another disk"), "{said}");
    assert_eq!(names(&disk.path()), there, "what was there before, and nothing else");
    Verdict::Passed(said.lines().next().unwrap_or_default().to_owned())
}

/// It fills while the backup is written.
pub(crate) fn disk_fills() -> Verdict {
    if let Err(why) = strace::usable() {
        return Verdict::NotRun(why);
    }
    let folder = Scratch::new("backup-full");
    // A backup writes nothing but itself, so each of its writes is one to that disk.
    let under = strace::under("pwrite64", "error=ENOSPC:when=3+");
    let said = refused_under_load("backup-disk-fills", folder.path(), &under);
    assert!(said.contains("its disk filled up") && said.contains(".backup"), "{said}");
    assert_eq!(names(folder.path()), Vec::<String>::new(), "something is left behind");
    Verdict::Passed(said.lines().next().unwrap_or_default().to_owned())
}

/// A backup into a folder, of a server under load, that must fail; what it said. Afterwards the load is looked at.
fn refused_under_load(name: &str, folder: &Path, under: &[String]) -> String {
    let (mut world, server) = World::new(name);
    let load = world.load(&server);
    nap(300);
    let Output { status, stderr, .. } = try_backup(world.data(), folder, under);
    let said = String::from_utf8_lossy(&stderr).into_owned();
    assert!(status.code().is_some_and(|code| code != 0) && !said.contains("panicked"), "{status}: {said}");
    nap(300);
    load.over();
    assert!(server.stop(Duration::from_secs(10)).success());
    world.book.append(load.book());
    let (_, complaints) = world.check(crate::check::End::Closed);
    no_complaints(&complaints, "after the backup that failed");
    let refused = world.book.calls.iter().filter(|call| call.is_not_done()).count();
    assert_eq!(refused, 0, "the server noticed");
    said
}

fn try_backup(data: &Path, to: &Path, under: &[String]) -> Output {
    let mut words = under.to_vec();
    words.push(claviger_tests::server::binary().to_string_lossy().into_owned());
    let mut program = Command::new(&words[0]);
    program.args(&words[1..]).arg("backup").arg("--data-dir").arg(data).arg("--to").arg(to);
    let path = std::env::var_os("PATH").unwrap_or_default();
    program.env_clear().env("PATH", path).output().expect("the program")
}

fn names(folder: &Path) -> Vec<String> {
    let entries =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
