//! Upgrades are crash-safe (P20): every released version is migrated from a file that was made when it was new, cut
//! off after every write, and goes on to what an unbroken migration gives.

mod disk;
#[path = "../../tests/common/make.rs"]
#[allow(dead_code, reason = "shared with the integration tests")]
mod make;
mod state;

use super::file::{check, number};
use super::migrate::{Migration, take};
use super::room::{enough, needed};
use super::steps::{STEPS, Step, newest};
use crate::connect;
use crate::options::Options;
use crate::store::SqliteStore;
use claviger_core::store::{Store as _, StoreError};
use disk::Disk;
use rusqlite::Connection;
use state::State;
use std::path::Path;
use tempfile::{TempDir, tempdir};

/// A file of every version before this one.
const FIXTURES: &[(i32, &[u8])] = &[(1, include_bytes!("../../tests/fixtures/version-1.db"))];

fn place(disk: &Disk) -> TempDir {
    let dir = tempdir().unwrap();
    disk.put(dir.path());
    dir
}

fn writer(dir: &Path) -> Connection {
    connect::writer(&dir.join(connect::DATABASE), &Options::default()).unwrap()
}

fn version(dir: &Path) -> i32 {
    number(&writer(dir), "user_version").unwrap()
}

#[test]
fn every_version_has_a_step_and_a_fixture() {
    let made: Vec<i32> = STEPS.iter().map(|step| step.to).collect();
    assert_eq!(made, (2..=newest()).collect::<Vec<_>>());
    let kept: Vec<i32> = FIXTURES.iter().map(|(version, _)| *version).collect();
    assert_eq!(kept, (1..newest()).collect::<Vec<_>>(), "make the missing one with tests/fixture.rs");
    for (wanted, bytes) in FIXTURES {
        assert_eq!(version(place(&Disk::resting(bytes)).path()), *wanted);
    }
}

#[test]
fn a_migrated_file_has_the_tables_of_a_new_one() {
    let described = |dir: &Path| {
        SqliteStore::open(dir, Options::default()).unwrap();
        let conn = writer(dir);
        let sql = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
        let mut statement = conn.prepare(sql).unwrap();
        let cells = |row: &rusqlite::Row<'_>| (0..4).map(|at| row.get(at)).collect();
        let rows: Vec<Vec<String>> = statement.query_map([], cells).unwrap().map(Result::unwrap).collect();
        rows
    };
    let new = described(tempdir().unwrap().path());
    for (_, bytes) in FIXTURES {
        assert_eq!(described(place(&Disk::resting(bytes)).path()), new);
    }
}

/// How a file is migrated; the connection stays open, so that the write-ahead log is seen.
type How = fn(&Path) -> Connection;

fn rightly(dir: &Path) -> Connection {
    let conn = writer(dir);
    super::prepare(&conn, &dir.join(connect::DATABASE)).unwrap();
    conn
}

/// A step whose version is written outside its transaction.
fn wrongly(dir: &Path) -> Connection {
    let conn = writer(dir);
    for Step { to, sql, .. } in STEPS.iter().filter(|step| step.to > number(&conn, "user_version").unwrap()) {
        let row = format!("INSERT INTO migrations (to_version, from_version) VALUES ({to}, {})", to - 1);
        conn.execute_batch(&format!("BEGIN EXCLUSIVE; {sql}; {row}; COMMIT; PRAGMA user_version = {to};"))
            .unwrap();
    }
    conn
}

/// Cuts the migration, and then the first lane after it, off after every write and in the middle of one, and lets the
/// next start go on. Gives how many were tried, or the first that ends otherwise than an unbroken migration.
fn cut_everywhere(bytes: &[u8], how: How) -> Result<usize, String> {
    let start = Disk::resting(bytes);
    let unbroken = place(&start);
    let wanted = State::of(unbroken.path())?;
    assert_eq!(wanted.told, [format!("tables of the store: version 1 → {}", newest())]);

    let migrated = place(&start);
    let conn = how(migrated.path());
    let behind_the_migration = Disk::read(migrated.path());
    drop(conn);
    let opened = place(&behind_the_migration);
    let store = SqliteStore::open(opened.path(), Options::default()).map_err(|error| error.to_string())?;
    let mut lane = store.open_lane(state::LOG).unwrap();
    lane.maintain(make::at(1000), &state::KEEP).unwrap();
    let behind_the_entry = Disk::read(opened.path());

    let mut tried = 0;
    for cut in behind_the_migration.cuts().into_iter().chain(behind_the_entry.cuts()) {
        let found = State::of(place(&cut).path()).map_err(|why| format!("cut {tried}: {why}"))?;
        wanted.same_as(&found).map_err(|why| format!("cut {tried}: {why}"))?;
        tried += 1;
    }
    Ok(tried)
}

#[test]
fn a_migration_cut_anywhere_is_finished_by_the_next_start() {
    for (version, bytes) in FIXTURES {
        let tried = cut_everywhere(bytes, rightly).unwrap();
        assert!(tried > 20, "version {version}: only {tried} cuts: is nothing written any more?");
    }
}

#[test]
fn tooth_a_version_outside_its_step_is_caught() {
    let (_, bytes) = FIXTURES[0];
    let why = cut_everywhere(bytes, wrongly).unwrap_err();
    assert!(why.contains("already exists"), "{why}");
}

#[test]
fn a_step_that_fails_leaves_the_old_version_whole() {
    let dir = place(&Disk::resting(FIXTURES[0].1));
    let conn = writer(dir.path());
    let broken = Step {
        to: 2,
        sql: "CREATE TABLE half (x) STRICT; CREATE TABLE whole (x INTEGER) STRICT;",
        rewrites: false,
    };
    assert!(take(&conn, &broken).is_err());
    assert_eq!(number(&conn, "user_version").unwrap(), 1);
    assert!(conn.prepare("SELECT * FROM whole").is_err());
    let skipped = Step { to: 3, sql: "", rewrites: false };
    assert!(take(&conn, &skipped).is_err(), "a step was skipped");
}

#[test]
fn without_room_nothing_is_begun_and_with_room_it_goes_on() {
    let dir = place(&Disk::resting(FIXTURES[0].1));
    let pages = u32::try_from(FIXTURES[0].1.len() / 4096).unwrap();
    let full = Options { max_pages: Some(pages), ..Options::default() };
    assert!(matches!(SqliteStore::open(dir.path(), full), Err(StoreError::Unavailable(_))));
    assert_eq!(version(dir.path()), 1);
    let store = SqliteStore::open(dir.path(), Options::default()).unwrap();
    assert_eq!(store.migrated(), Some(Migration { from: 1, to: newest() }));
    drop(store);
    assert_eq!(SqliteStore::open(dir.path(), Options::default()).unwrap().migrated(), None);
}

#[test]
fn the_room_a_step_needs_grows_with_what_it_rewrites() {
    let (adds, rewrites) = (Step { rewrites: false, ..STEPS[0] }, Step { rewrites: true, ..STEPS[0] });
    assert_eq!(needed(1 << 40, &[&adds]), 4 << 20);
    assert_eq!(needed(1 << 30, &[&adds, &rewrites]), (2 << 30) + (4 << 20));
    assert!(enough(10, 10).is_ok());
    let why = enough(10, 9).unwrap_err().to_string();
    assert!(why.contains("nothing was changed: make room"), "{why}");
}

#[test]
fn an_older_file_is_not_read_before_it_is_migrated() {
    let dir = place(&Disk::resting(FIXTURES[0].1));
    assert!(
        matches!(check(&writer(dir.path())), Err(StoreError::Foreign(why)) if why.contains("older release"))
    );
    assert!(SqliteStore::open_read_only(dir.path(), Options::default()).is_err());
    drop(SqliteStore::open(dir.path(), Options::default()).unwrap());
    assert!(SqliteStore::open_read_only(dir.path(), Options::default()).is_ok());
}
