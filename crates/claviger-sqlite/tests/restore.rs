//! A copy that is made a store of its own keeps the people and lets none of them in by what was open.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_core::action::Action;
use claviger_core::entry::{Actor, Target};
use claviger_core::store::{RecordKind, Store as _, StoreError};
use claviger_sqlite::{Point, backup, take_in, verify};
use common::{LOG, Place, make, write};

/// A store with one record of each kind, and a copy of it made while it was open.
fn copied() -> (Place, Point) {
    let (place, copy) = (Place::new(), Place::new());
    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    write(lane.as_mut(), &[make::account(), make::key(1, 0), make::records()], make::at(1));
    std::fs::File::create(copy.database()).unwrap();
    let point = backup(place.path(), &copy.database(), &mut |_, _| {}).unwrap();
    write(lane.as_mut(), &[make::key(2, 0)], make::at(2));
    (copy, point)
}

#[test]
fn people_stay_and_sessions_and_invitations_go() {
    let (copy, point) = copied();
    assert_eq!(verify(copy.path()).unwrap().point, point);
    let entry = || make::draft(Actor::System, Action::Restored, Target::Account);
    take_in(copy.path(), point, make::at(3), entry).unwrap();
    let store = copy.store().unwrap();
    for kind in RecordKind::ALL {
        let ended = [RecordKind::Session, RecordKind::Invitation].contains(&kind);
        let wanted = (!ended).then(|| make::record(kind, 1));
        assert_eq!(store.record(kind, 1).unwrap(), wanted, "{kind:?}");
    }
    assert!(store.key(make::key_id(1)).unwrap().unwrap().record.held);
}

/// Whatever was done to a copy outside is found before anything is served from it.
#[test]
fn a_record_that_was_never_written_is_found() {
    for (damage, column) in [
        ("UPDATE records SET kind = 99 WHERE kind = 3", "records.kind"),
        ("UPDATE records SET created_at = -1 WHERE kind = 1", "records.created_at"),
        ("UPDATE records SET account = -1 WHERE kind = 2", "records.account"),
    ] {
        let (copy, _) = copied();
        rusqlite::Connection::open(copy.database()).unwrap().execute(damage, []).unwrap();
        let found = verify(copy.path());
        assert!(matches!(&found, Err(StoreError::Corrupt(what)) if what.starts_with(column)), "{found:?}");
    }
}
