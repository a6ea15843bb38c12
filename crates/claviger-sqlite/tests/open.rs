//! What is opened, and what is refused with a clear word and left as it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_core::store::{Store as _, StoreError};
use claviger_sqlite::{Options, SqliteStore};
use common::{LOG, Place, make, write};
use rusqlite::Connection;

#[test]
fn a_second_opening_is_refused_until_the_first_is_gone() {
    let place = Place::new();
    let store = place.store().unwrap();
    assert!(matches!(place.store(), Err(StoreError::InUse)));
    let lane = store.open_lane(LOG).unwrap();
    drop(store);
    assert!(matches!(place.store(), Err(StoreError::InUse)), "a lane holds the directory, too");
    drop(lane);
    assert!(place.store().is_ok());
}

#[test]
fn reading_only_goes_beside_the_owner() {
    let place = Place::new();
    assert!(matches!(
        SqliteStore::open_read_only(place.path(), Options::default()),
        Err(StoreError::Unavailable(_))
    ));
    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    write(lane.as_mut(), &[make::account(), make::key(1, 0)], make::at(1));
    let beside = SqliteStore::open_read_only(place.path(), Options::default()).unwrap();
    assert!(beside.key(make::key_id(1)).unwrap().is_some());
    assert!(matches!(beside.open_lane(LOG), Err(StoreError::Unavailable(_))));
    // What no segment covers yet is found without the memory of a lane.
    let query = claviger_core::store::HistoryQuery {
        key: Some(make::key_id(1)),
        limit: 9,
        max_scan: 9,
        ..Default::default()
    };
    assert_eq!(beside.history(&query).unwrap(), store.history(&query).unwrap());
    assert_eq!(beside.history(&query).unwrap().entries.len(), 1);
}

#[test]
fn a_missing_directory_and_a_file_in_its_place_are_named() {
    let place = Place::new();
    let missing = place.path().join("none");
    let Err(StoreError::Unavailable(why)) = SqliteStore::open(&missing, Options::default()) else {
        panic!("it opened")
    };
    assert!(why.contains("none"), "{why}");
    std::fs::write(&missing, b"").unwrap();
    assert!(SqliteStore::open(&missing, Options::default()).is_err());
}

#[test]
fn what_a_killed_process_left_half_done_is_taken_back() {
    let (place, left) = (Place::new(), Place::new());
    drop(place.store().unwrap());
    let conn = Connection::open(place.database()).unwrap();
    // The file as it is before it is switched to the write-ahead log, in the middle of a change that is so large
    // that a part of it is in the file already.
    let change = "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN; CREATE TABLE half (x);
                  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                  INSERT INTO half SELECT zeroblob(4000) FROM n;";
    conn.execute_batch(change).unwrap();
    for file in ["claviger.db", "claviger.db-journal"] {
        std::fs::copy(place.path().join(file), left.path().join(file)).unwrap();
    }
    let store = left.store().unwrap();
    assert!(store.open_lane(LOG).is_ok());
    drop(store);
    let conn = Connection::open(left.database()).unwrap();
    assert!(conn.prepare("SELECT * FROM half").is_err(), "the change was kept");
}

/// Writes a database with this SQL and wants it refused as foreign and left untouched.
fn foreign(sql: &str) -> String {
    let place = Place::new();
    Connection::open(place.database()).unwrap().execute_batch(sql).unwrap();
    let before = std::fs::read(place.database()).unwrap();
    let Err(StoreError::Foreign(why)) = place.store() else { panic!("{sql}: it opened") };
    assert_eq!(std::fs::read(place.database()).unwrap(), before, "{sql}: it was changed");
    why
}

#[test]
fn other_peoples_databases_are_refused() {
    assert!(foreign("CREATE TABLE t (x)").contains("another program"));
    assert!(foreign("PRAGMA application_id = 5; CREATE TABLE t (x)").contains("another program"));
    assert!(foreign("PRAGMA application_id = 0x436c6176; PRAGMA user_version = 99").contains("newer"));
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let place = Place::new();
    std::fs::write(place.database(), b"hello, world; ".repeat(1000)).unwrap();
    assert!(matches!(place.store(), Err(StoreError::Foreign(_))));
}

#[test]
fn an_interrupted_first_start_is_finished() {
    let place = Place::new();
    std::fs::write(place.database(), b"").unwrap();
    place.store().unwrap().open_lane(LOG).unwrap();
    let other = Place::new();
    let conn = Connection::open(other.database()).unwrap();
    conn.execute_batch("PRAGMA journal_mode = WAL").unwrap();
    drop(conn);
    other.store().unwrap().open_lane(LOG).unwrap();
}

#[test]
fn one_file_has_one_log() {
    let place = Place::new();
    let store = place.store().unwrap();
    drop(store.open_lane(LOG).unwrap());
    assert!(matches!(store.open_lane(claviger_core::id::LogId(1)), Err(StoreError::Foreign(_))));
}

/// The way SQLite is compiled decides what a sync costs and what a file may contain.
#[test]
fn sqlite_is_compiled_as_asked() {
    let conn = Connection::open_in_memory().unwrap();
    let mut statement = conn.prepare("PRAGMA compile_options").unwrap();
    let options: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for wanted in ["DEFAULT_MEMSTATUS=0", "DQS=0", "OMIT_DEPRECATED", "OMIT_LOAD_EXTENSION"] {
        assert!(options.iter().any(|option| option == wanted), "{wanted} is not among {options:?}");
    }
}
