//! What a store says of itself to a witness.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_audit::leaf_hash;
use claviger_audit::witness::Hold;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, Target};
use claviger_core::id::{AccountId, LogId, StoreId};
use claviger_core::store::{Retention, Store as _};
use claviger_sqlite::{Options, SqliteStore, hold};
use common::{LOG, Place, make, upkeep, write};
use std::fs;

#[test]
fn a_new_store_has_a_name_of_its_own_and_stands_at_nothing() {
    let (one, other) = (Place::new(), Place::new());
    let at = |place: &Place| place.store().unwrap().position(LOG).unwrap();
    let found = at(&one);
    assert_eq!((found.epoch, found.next_sequence, found.held), (0, 0, None));
    assert_eq!(at(&one), found, "its name is kept");
    assert_ne!(at(&other).store, found.store);
}

#[test]
fn it_stands_where_its_lane_does_and_shows_the_hash_of_each_entry() {
    let place = Place::new();
    let store = place.store().unwrap();
    let name = store.position(LOG).unwrap().store;
    let mut lane = store.open_lane(LOG).unwrap();
    write(lane.as_mut(), &[make::account(), make::key(1, 0)], make::at(1));
    write(lane.as_mut(), &[make::key(2, 0)], make::at(2));
    let found = store.position(LOG).unwrap();
    assert_eq!((found.store, found.log, found.epoch, found.next_sequence), (name, LOG, 1, 3));
    assert_eq!((found.latest, found.held), (make::at(2), None));
    for entry in store.entries(LOG, 0, 9).unwrap() {
        let mut bytes = Vec::new();
        claviger_audit::encode(&entry, &mut bytes);
        let leaf = store.leaf(LOG, entry.place.sequence).unwrap();
        assert_eq!(leaf, Some(leaf_hash(&bytes)), "{}", entry.place.sequence);
    }
    assert_eq!(store.leaf(LOG, 3).unwrap(), None, "not written yet");
    assert_eq!(store.leaf(LOG, u64::MAX).unwrap(), None);
    assert_eq!(store.leaf(LogId(1), 0).unwrap(), None, "another log");
}

#[test]
fn an_entry_that_retention_dropped_has_no_hash_and_the_last_one_always_has() {
    let place = Place::new();
    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    write(lane.as_mut(), &[make::account()], make::at(1));
    for number in 1..9 {
        write(lane.as_mut(), &[make::key(number, 0)], make::at(2));
    }
    let none_is_kept = Retention { max_age_secs: Some(0), max_bytes: None };
    assert!(upkeep(lane.as_mut(), make::at(1_000_000), &none_is_kept) > 8);
    assert_eq!(store.leaf(LOG, 0).unwrap(), None);
    let last = store.position(LOG).unwrap().next_sequence - 1;
    assert!(last > 8 && store.leaf(LOG, last).unwrap().is_some());
}

#[test]
fn a_hold_is_remembered_with_its_epoch_beyond_all_that_is_known() {
    let place = Place::new();
    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    write(lane.as_mut(), &[make::account(), make::key(1, 0)], make::at(1));
    let before = store.position(LOG).unwrap();
    drop((lane, store));
    let entry = || make::draft(Actor::System, Action::Restored, Target::Account);
    let known = 3_000_000_000;
    hold(place.path(), known, make::at(5), entry).unwrap();
    let store = SqliteStore::open(place.path(), Options::default()).unwrap();
    let found = store.position(LOG).unwrap();
    assert!(found.epoch > known + 1000);
    assert_eq!(found.held, Some(Hold { epoch: found.epoch, at: make::at(5) }));
    assert_eq!((found.store, found.next_sequence), (before.store, before.next_sequence + 1));
    assert_eq!(store.held().unwrap(), 1);
}

/// So that a copy of an older file is known for one of the store it became.
#[test]
fn an_older_file_is_called_after_its_first_account_in_every_copy() {
    let names = [Place::new(), Place::new()].map(|place| {
        fs::write(place.path().join("claviger.db"), include_bytes!("fixtures/version-1.db")).unwrap();
        let store = place.store().unwrap();
        let first = store.accounts(None, 1).unwrap()[0].id;
        let name = store.position(LOG).unwrap().store;
        assert_eq!((name.as_u64(), first), (first.as_u64(), AccountId::from_u64(name.as_u64())));
        name
    });
    assert_eq!(names[0], names[1]);
    assert_ne!(names[0], StoreId::from_u64(0));
}
