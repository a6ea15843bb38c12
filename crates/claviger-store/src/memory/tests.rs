use super::{MemoryDisk, MemoryStore};
use crate::conformance::make;
use claviger_core::entry::Outcome;
use claviger_core::id::LogId;
use claviger_core::key::KeyState;
use claviger_core::store::{CommitError, Item, Lane, NonceUse, Settled, Store, StoreError};

const LOG: LogId = LogId(0);

fn opened() -> Item {
    make::create_account(&make::account(1).unwrap())
}

fn commit(lane: &mut dyn Lane, items: &[Item]) -> Vec<Settled> {
    lane.commit(items, make::START).unwrap()
}

#[test]
fn a_crash_keeps_what_was_committed_and_ends_the_rest() {
    let store = MemoryStore::new();
    let mut lane = store.open_lane(LOG).unwrap();
    let row = make::key(1, 1).unwrap();
    let call = Item::Claim(make::order(&row.record, 5, make::START));
    commit(lane.as_mut(), &[opened(), make::create_key(&row), call.clone()]);
    let after = store.crash();
    assert!(matches!(lane.commit(&[], make::START), Err(CommitError::NotCommitted(_))));
    assert!(lane.reopen().is_err() && store.stats().is_err());
    let mut lane = after.open_lane(LOG).unwrap();
    assert_eq!(lane.open_claims().len(), 1);
    assert!(matches!(commit(lane.as_mut(), &[call])[0], Settled::Refused(..)));
}

#[test]
fn one_store_at_a_time_has_the_disk() {
    let disk = MemoryDisk::default();
    let store = disk.open().unwrap();
    assert!(matches!(disk.open(), Err(StoreError::InUse)));
    let lane = store.open_lane(LOG).unwrap();
    drop(store);
    assert!(matches!(disk.open(), Err(StoreError::InUse)), "its lane is still there");
    drop(lane);
    let crashed = disk.open().unwrap();
    let after = crashed.crash();
    drop(crashed);
    assert!(matches!(disk.open(), Err(StoreError::InUse)), "the store after the crash has it");
    drop(after);
    assert!(disk.open().is_ok());
}

#[test]
fn an_image_is_the_disk_at_that_instant() {
    let store = MemoryStore::new();
    let mut lane = store.open_lane(LOG).unwrap();
    commit(lane.as_mut(), &[make::note(1)]);
    let image = store.disk().image();
    commit(lane.as_mut(), &[make::note(1)]);
    let stats = image.open().unwrap().stats().unwrap();
    assert_eq!((stats.next_sequence, store.stats().unwrap().next_sequence), (1, 2));
}

/// Two lanes, as two nodes on one shared store have them: each its own log, keys in common.
#[test]
fn a_change_in_one_lane_makes_calls_in_another_stale() {
    let store = MemoryStore::new();
    let (mut one, mut other) = (store.open_lane(LogId(1)).unwrap(), store.open_lane(LogId(2)).unwrap());
    let row = make::key(1, 1).unwrap();
    let call = |nonce| Item::Claim(make::claim(&row.record, NonceUse::Judge(nonce), make::START));
    commit(one.as_mut(), &[opened(), make::create_key(&row), call(1)]);
    assert!(matches!(commit(other.as_mut(), &[call(1)])[0], Settled::Refused(..)), "one nonce, all lanes");
    assert!(matches!(commit(other.as_mut(), &[call(2)])[0], Settled::Accepted(_)));
    let frozen = make::edited(&row, |row| row.record.state = KeyState::Frozen);
    commit(one.as_mut(), &[make::update_key(&frozen, 1)]);
    assert_eq!(commit(other.as_mut(), &[call(3)]), [Settled::Stale]);
    assert_eq!((one.head().next_sequence, other.head().next_sequence), (4, 2));
}

#[test]
fn open_claims_belong_to_their_lane() {
    let store = MemoryStore::new();
    let (mut one, mut other) = (store.open_lane(LogId(1)).unwrap(), store.open_lane(LogId(2)).unwrap());
    let row = make::key(1, 1).unwrap();
    let order = |nonce| make::order(&row.record, nonce, make::START);
    commit(one.as_mut(), &[opened(), make::create_key(&row), Item::Claim(order(1))]);
    commit(other.as_mut(), &[make::note(1), Item::Claim(order(2))]);
    commit(one.as_mut(), &[make::outcome(&order(1).draft, 2, Outcome::Done, b"")]);
    assert_eq!((one.open_claims().len(), other.open_claims().len()), (0, 1));
}

#[test]
fn what_is_remembered_is_what_was_burnt() {
    let store = MemoryStore::new();
    let mut lane = store.open_lane(LOG).unwrap();
    let mut row = make::key(1, 1).unwrap();
    row.record.restrictions.nonce_window = 10;
    let call = |nonce| Item::Claim(make::claim(&row.record, NonceUse::Judge(nonce), make::START));
    commit(lane.as_mut(), &[opened(), make::create_key(&row), call(20), call(15), call(15)]);
    let nonces = store.nonces(row.record.id).unwrap().unwrap();
    assert_eq!((nonces.highest(), nonces.accepted()), (20, &[15, 20][..]));
}
