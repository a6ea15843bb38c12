//! A backup taken under load stands for exactly the point it names (P14, and Must show 4 of operations).

use crate::check::no_complaints;
use crate::world::World;
use claviger_core::entry::Entry;
use claviger_core::id::LogId;
use claviger_core::store::Store as _;
use claviger_sqlite::{Options, SqliteStore};
use claviger_tests::cases::Verdict;
use claviger_tests::chance::Chance;
use claviger_tests::server::nap;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
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
