//! Histories over segments, the tail, and what retention left.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_core::action::Action;
use claviger_core::store::{HistoryQuery, Retention, Store, Which};
use common::{KEEP, LOG, Place, make, pages, upkeep, write};

const KEYS: u64 = 40;

fn query() -> HistoryQuery {
    HistoryQuery { limit: 700, max_scan: 100_000, ..HistoryQuery::default() }
}

/// Every history found by the index is what a walk of the whole log finds.
fn compare(store: &dyn Store, keys: &[u64]) {
    let all = pages(store, &query()).unwrap();
    for n in keys {
        let of_key = HistoryQuery { key: Some(make::key_id(*n)), ..query() };
        let wanted: Vec<_> = all.iter().filter(|entry| of_key.matches(entry)).cloned().collect();
        assert!(!wanted.is_empty());
        assert_eq!(pages(store, &of_key).unwrap(), wanted, "key {n}");
    }
    let acts = HistoryQuery { account: Some(make::ACCOUNT), which: Which::Acts, ..query() };
    let wanted: Vec<_> = all.iter().filter(|entry| acts.matches(entry)).cloned().collect();
    assert_eq!(pages(store, &acts).unwrap(), wanted, "acts");
}

/// Three segments and a tail, unevenly spread; key 1 is used at the very beginning only.
fn fill(lane: &mut dyn claviger_core::store::Lane) {
    let mut opening = vec![make::account()];
    opening.extend((1..=KEYS).map(|n| make::key(n, 0)));
    opening.push(make::call(1, 1, Action::Balance));
    write(lane, &opening, make::at(0));
    for round in 0..45u64 {
        let first = lane.head().next_sequence;
        let key = |n: u64| 2 + (n * n / 7) % (KEYS - 1);
        let group: Vec<_> = (first..first + 5000).map(|n| make::call(key(n), n, Action::Balance)).collect();
        write(lane, &group, make::at(round * 1_000_000));
        if round % 8 == 3 {
            lane.maintain(make::at(0), &KEEP).unwrap();
        }
    }
}

#[test]
fn the_index_finds_what_a_walk_finds() {
    let place = Place::new();
    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    fill(lane.as_mut());
    let keys = [1, 2, 7, 23, KEYS];
    compare(&store, &keys);
    upkeep(lane.as_mut(), make::at(0), &KEEP);
    compare(&store, &keys);
    drop((lane, store));

    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    compare(&store, &keys);
    let dropped = upkeep(lane.as_mut(), make::at(30_000_000), &Retention { max_age_secs: Some(9), ..KEEP });
    assert!(dropped > 100_000, "{dropped}");
    compare(&store, &keys[1..]);
    let gone = HistoryQuery { key: Some(make::key_id(1)), ..query() };
    assert_eq!(pages(&store, &gone).unwrap(), []);
    let dropped = upkeep(lane.as_mut(), make::at(90_000_000), &Retention { max_age_secs: Some(9), ..KEEP });
    assert!(dropped > 1000, "every segment is gone: {dropped}");
    write(lane.as_mut(), &[make::call(2, 9_000_000, Action::Balance)], make::at(91_000_000));
    let others: Vec<_> = (0..500).map(|n| make::call(7, 9_000_000 + n, Action::Balance)).collect();
    write(lane.as_mut(), &others, make::at(91_000_000));
    // one look for one entry: the others are not walked
    let page = HistoryQuery { key: Some(make::key_id(2)), limit: 1, max_scan: 2, ..query() };
    assert_eq!(store.history(&page).unwrap().entries.len(), 1);
    drop((lane, store));

    let store = place.store().unwrap();
    let _lane = store.open_lane(LOG).unwrap();
    compare(&store, &[2, 7]);
}

#[test]
fn a_quota_keeps_the_store_near_its_size() {
    let place = Place::new();
    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    fill(lane.as_mut());
    let quota = 6 << 20;
    let keep = Retention { max_bytes: Some(quota), ..KEEP };
    assert!(store.stats().unwrap().bytes > 2 * quota);
    assert!(upkeep(lane.as_mut(), make::at(50_000_000), &keep) > 50_000);
    drop((lane, store));
    // Opening again copies the write-ahead log and cuts it.
    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    assert!(store.stats().unwrap().bytes <= quota);
    let head = lane.head();
    for _ in 0..20 {
        upkeep(lane.as_mut(), make::at(51_000_000), &keep);
    }
    assert_eq!(lane.head(), head, "upkeep of a store within its quota writes nothing");
}
