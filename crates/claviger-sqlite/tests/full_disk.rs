//! A full disk: nothing is acknowledged that is not there, and the store goes on when there is
//! room again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_core::action::Action;
use claviger_core::store::{CommitError, Store as _};
use claviger_sqlite::{Options, SqliteStore};
use common::{LOG, Place, make, write};

#[test]
fn what_was_acknowledged_is_there_and_the_rest_is_not() {
    let place = Place::new();
    let tiny = Options { max_pages: Some(60), ..Options::default() };
    let store = SqliteStore::open(place.path(), tiny).unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    write(lane.as_mut(), &[make::account(), make::key(1, 0)], make::at(0));
    let mut acknowledged = 0;
    let error = loop {
        let group: Vec<_> = (1..=50).map(|n| make::call(1, acknowledged + n, Action::Balance)).collect();
        match lane.commit(&group, make::at(acknowledged)) {
            Ok(_) => acknowledged += 50,
            Err(error) => break error,
        }
        assert!(acknowledged < 100_000, "the disk never filled up");
    };
    assert!(matches!(error, CommitError::NotCommitted(_) | CommitError::Unknown(_)), "{error:?}");
    let refused = lane.commit(&[make::call(1, u64::MAX, Action::Balance)], make::at(0));
    assert!(matches!(refused, Err(CommitError::NotCommitted(_))), "it has to be reopened first");

    lane.reopen().unwrap();
    assert_eq!(lane.head().next_sequence, acknowledged + 2);
    assert_eq!(store.nonces(make::key_id(1)).unwrap().unwrap().highest(), acknowledged);
    drop((lane, store));

    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    write(lane.as_mut(), &[make::call(1, acknowledged + 1, Action::Balance)], make::at(acknowledged));
    assert_eq!(store.entries(LOG, 0, usize::MAX).unwrap().len() as u64, acknowledged + 3);
}
