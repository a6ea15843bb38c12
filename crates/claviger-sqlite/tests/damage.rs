//! Damaged files: an error at some point, or an answer; never a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_core::action::Action;
use claviger_core::entry::{Actor, Target};
use claviger_core::store::{
    Change, HistoryQuery, Item, KeyFilter, RecordKind, RecordWrite, RecordsOf, Store as _, StoreError, Which,
};
use claviger_sqlite::{Options, SqliteStore};
use common::{KEEP, LOG, Place, make, write};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::sync::LazyLock;

/// A small store that has a bit of everything, as bytes.
static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let place = Place::new();
    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    write(lane.as_mut(), &[make::account(), make::key(1, 0), make::key(2, 50)], make::at(1));
    for n in 0..60 {
        let group = [make::call(1, 2 * n + 1, Action::Balance), make::call(2, n + 1, Action::AddOrder)];
        write(lane.as_mut(), &group, make::at(n));
    }
    lane.commit(&[Item::Journal(vec![3; 100])], make::at(99)).unwrap();
    // A retention that has nothing to drop but wants to brings the checkpoint forward.
    let old = claviger_core::store::Retention { max_age_secs: None, max_bytes: Some(1) };
    lane.maintain(make::at(100), &old).unwrap();
    for n in 100..130 {
        write(lane.as_mut(), &[make::call(1, 2 * n + 1, Action::Balance)], make::at(n));
    }
    write(lane.as_mut(), &[make::records()], make::at(130));
    // Opening again copies the write-ahead log into the file.
    drop(store.open_lane(LOG).unwrap());
    drop((lane, store));
    std::fs::read(place.database()).unwrap()
});

/// Reads and writes everything there is.
fn use_all(place: &Place) -> Result<(), StoreError> {
    let store = place.store()?;
    let query = HistoryQuery { limit: 1000, max_scan: 10_000, ..HistoryQuery::default() };
    let mut results = vec![
        store.history(&query).map(drop),
        store.history(&HistoryQuery { account: Some(make::ACCOUNT), which: Which::Acts, ..query }).map(drop),
        store.entries(LOG, 0, 1000).map(drop),
        store.keys(make::ACCOUNT, &KeyFilter::default(), None, 10).map(drop),
        store.tokens(make::ACCOUNT, None, 10).map(drop),
        store.accounts(None, 10).map(drop),
        store.data_keys().map(drop),
        store.journal(0, 10).map(drop),
        store.journal_snapshot().map(drop),
        store.stats().map(drop),
    ];
    for kind in RecordKind::ALL {
        results.push(store.record(kind, 1).map(drop));
        results.push(store.record_by_handle(kind, &1u64.to_be_bytes()).map(drop));
        for of in [RecordsOf::Account(make::ACCOUNT), RecordsOf::Owner(7), RecordsOf::Kind] {
            results.push(store.records(kind, of, None, 10).map(drop));
        }
    }
    for n in [1, 2] {
        results.push(store.nonces(make::key_id(n)).map(drop));
        results.push(store.key_by_api_key(&make::key_row(n, 0).record.api_key).map(drop));
    }
    let mut lane = store.open_lane(LOG)?;
    let group = [make::call(1, 900, Action::Balance), make::call(2, 900, Action::Balance), make::key(3, 1)];
    let prolong = Item::Prolong { kind: RecordKind::Session, id: 1, expires_at: make::at(2_000_000) };
    let remove = RecordWrite::RemoveOwned { kind: RecordKind::Passkey, owner: 7, except: None };
    let entry = make::draft(Actor::System, Action::PasskeyRemove, Target::Account);
    let records = [prolong, make::change(Change::Records(vec![remove]), entry)];
    let _ = lane.commit(&records, make::at(500));
    let _ = lane.commit(&group, make::at(500));
    let _ = lane.maintain(make::at(500), &KEEP);
    let _ = lane.reopen();
    results.into_iter().collect()
}

fn place_with(bytes: &[u8]) -> Place {
    let place = Place::new();
    std::fs::write(place.database(), bytes).unwrap();
    place
}

#[test]
fn the_undamaged_file_is_read() {
    use_all(&place_with(&GOOD)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn flipped_bits_never_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), 0u8..8), 1..40)) {
        let mut bytes = GOOD.clone();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let _ = use_all(&place_with(&bytes));
    }

    #[test]
    fn a_cut_file_is_an_error(cut in any::<prop::sample::Index>()) {
        let cut = cut.index(GOOD.len());
        if cut > 0 {
            prop_assert!(use_all(&place_with(&GOOD[..cut])).is_err());
        }
    }
}

/// What is missing of the last page would be read as zeros.
#[test]
fn a_file_that_ends_inside_a_page_is_damage_wherever_it_is_opened() {
    let is_cut = |error: StoreError| matches!(error, StoreError::Corrupt(what) if what.contains("was cut"));
    for missing in [1, 31, 4095] {
        let place = place_with(&GOOD[..GOOD.len() - missing]);
        let dir = place.database().parent().unwrap().to_owned();
        assert!(is_cut(SqliteStore::open_read_only(&dir, Options::default()).unwrap_err()), "{missing}");
        assert!(is_cut(claviger_sqlite::verify(&dir).unwrap_err()), "{missing}");
        assert!(is_cut(place.store().unwrap().open_lane(LOG).map(drop).unwrap_err()), "{missing}");
    }
}

/// An entry changed on disk is named as damage, not shown.
#[test]
fn a_changed_value_is_named_by_table_and_column() {
    for (sql, named) in [
        ("UPDATE groups SET entries = x'0501020304' WHERE first_sequence = 3", "groups.entries"),
        ("UPDATE groups SET count = count + 1 WHERE first_sequence = 3", "groups.entries"),
        ("UPDATE keys SET permissions = 65535", "keys.permissions"),
        ("UPDATE keys SET name = ''", "keys.name"),
        ("UPDATE keys SET allowlist = 'nowhere'", "keys.allowlist"),
        ("UPDATE keys SET created_at = -1", "keys.created_at"),
        ("UPDATE keys SET member = -1", "keys.member"),
        ("UPDATE records SET account = -1 WHERE kind = 2", "records.account"),
        ("UPDATE records SET expires_at = -1 WHERE kind = 3", "records.expires_at"),
        ("UPDATE accounts SET name = char(10)", "accounts.name"),
        ("UPDATE nonce_pages SET cells = x'00'", "nonce_pages.cells"),
        ("UPDATE lanes SET next_sequence = next_sequence + 1", "lanes.next_sequence"),
        ("UPDATE lanes SET epoch = -1", "lanes.epoch"),
        ("UPDATE meta SET replay_from = (SELECT next_sequence + 1 FROM lanes)", "lanes.next_sequence"),
        ("UPDATE lanes SET next_sequence = 10", "lanes.next_sequence"),
        ("INSERT INTO segments VALUES (9, 0, (SELECT next_sequence FROM lanes))", "lanes.next_sequence"),
        ("DELETE FROM groups", "groups.first_sequence"),
        (
            "DELETE FROM groups WHERE first_sequence < (SELECT max(first_sequence) FROM groups)",
            "meta.replay_from",
        ),
        (
            "DELETE FROM groups WHERE first_sequence = (SELECT max(first_sequence) FROM groups)",
            "lanes.next_sequence",
        ),
    ] {
        let place = place_with(&GOOD);
        let conn = rusqlite::Connection::open(place.database()).unwrap();
        assert!(conn.execute(sql, []).unwrap() > 0, "{sql}");
        drop(conn);
        match use_all(&place) {
            Err(StoreError::Corrupt(what)) => assert!(what.contains(named), "{sql}: {what}"),
            other => panic!("{sql}: {other:?}"),
        }
    }
}

/// A burnt nonce in a gap would be accepted again.
#[test]
fn a_gap_in_what_is_replayed_is_damage() {
    let place = place_with(&GOOD);
    let conn = rusqlite::Connection::open(place.database()).unwrap();
    let sql = "SELECT first_sequence FROM groups WHERE first_sequence > (SELECT replay_from FROM meta)";
    let mut found = conn.prepare(sql).unwrap();
    let firsts: Vec<i64> = found.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let (_, inner) = firsts.split_last().unwrap();
    assert!(!inner.is_empty());
    drop(found);
    drop(conn);
    for first in inner {
        let place = place_with(&GOOD);
        let conn = rusqlite::Connection::open(place.database()).unwrap();
        conn.execute("DELETE FROM groups WHERE first_sequence = ?1", [first]).unwrap();
        drop(conn);
        match use_all(&place) {
            Err(StoreError::Corrupt(what)) => assert!(what.contains("groups.first_sequence"), "{what}"),
            other => panic!("without {first}: {other:?}"),
        }
    }
}
