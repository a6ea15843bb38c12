//! P2: revoked means revoked, on every node. Two nodes share one store; one is hammered while the
//! other narrows the key. All instants are taken from one monotonic clock.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod doctored;

use claviger::Authority;
use claviger::core::action::Action;
use claviger::core::allowlist::Allowlist;
use claviger::core::key::{KeyRecord, KeyState, life};
use claviger::core::permission::PermissionSet;
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::core::store::Store;
use claviger_store::{Fault, Faulty, MemoryStore};
use common::*;
use doctored::trusting;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::time::{Duration, Instant};

/// Tasks that call without a pause.
const CALLERS: u64 = 4;

/// When each accepted call was started.
type Accepts = Vec<Instant>;

struct Hammer {
    stop: Arc<AtomicBool>,
    accepted: Arc<AtomicU64>,
    /// Calls that were answered, one way or the other.
    answered: Arc<AtomicU64>,
    tasks: Vec<tokio::task::JoinHandle<Accepts>>,
}

fn hammer(node: &Arc<Authority>, key: &Held) -> Hammer {
    let (stop, nonce) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(1)));
    let (accepted, answered) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let tasks = (0..CALLERS).map(|_| {
        let (node, key, stop, nonce) = (node.clone(), key.clone(), stop.clone(), nonce.clone());
        let (accepted, answered) = (accepted.clone(), answered.clone());
        tokio::spawn(async move {
            let mut accepts = Vec::new();
            while !stop.load(SeqCst) {
                let started = Instant::now();
                if send(&node, &key, nonce.fetch_add(1, SeqCst), Action::Balance).await.is_ok() {
                    accepts.push(started);
                    accepted.fetch_add(1, SeqCst);
                }
                answered.fetch_add(1, SeqCst);
            }
            accepts
        })
    });
    Hammer { tasks: tasks.collect(), stop, accepted, answered }
}

async fn until(count: &AtomicU64, least: u64) {
    let started = Instant::now();
    while count.load(SeqCst) < least {
        assert!(started.elapsed() < Duration::from_secs(10), "the hammer is not answered");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

impl Hammer {
    /// Waits until calls are being accepted.
    async fn until_accepted(&self) {
        until(&self.accepted, 1).await;
    }

    /// Waits until calls that began after this were answered, however busy the machine is: one call of each caller may
    /// have begun before.
    async fn until_called_again(&self) {
        until(&self.answered, self.answered.load(SeqCst) + 4 * CALLERS).await;
    }

    async fn stop(self) -> Accepts {
        self.stop.store(true, SeqCst);
        let mut all = Vec::new();
        for task in self.tasks {
            all.extend(task.await.unwrap());
        }
        all
    }
}

/// One history: the accepts of node A that started after node B's change had answered.
async fn late_accepts(
    store_of_a: Arc<dyn Store>,
    store: &MemoryStore,
    narrow: fn(&KeyRecord) -> KeyRecord,
) -> (usize, usize) {
    let (safe, clock) = (Safe::new(), Hand::new());
    let a = Arc::new(start(store_of_a, &safe, &clock, 0));
    let b = start(Arc::new(store.clone()), &safe, &clock, 1);
    let window = Restrictions { nonce_window: 1 << 40, ..Restrictions::default() };
    let key = make_key(&b, &safe, 1, window).await;
    let hammer = hammer(&a, &key);
    hammer.until_accepted().await;
    tokio::time::sleep(Duration::from_millis(15)).await;
    let narrowed = update(&b, &safe, &key, narrow(&key.record), Action::KeyStep).await.unwrap();
    let answered = Instant::now();
    tokio::time::sleep(Duration::from_millis(15)).await;
    hammer.until_called_again().await;
    let accepts = hammer.stop().await;
    assert!(narrowed.record.revision > key.record.revision);
    (accepts.len(), accepts.iter().filter(|started| **started > answered).count())
}

fn revoked(record: &KeyRecord) -> KeyRecord {
    life::revoke(record, record.modified_at).unwrap()
}

fn frozen(record: &KeyRecord) -> KeyRecord {
    life::step(record, KeyState::Frozen, record.modified_at).unwrap()
}

fn without_permissions(record: &KeyRecord) -> KeyRecord {
    let edit = life::Edit { permissions: Some(PermissionSet::NONE), ..life::Edit::default() };
    life::edit(record, edit, record.modified_at).unwrap()
}

fn elsewhere_only(record: &KeyRecord) -> KeyRecord {
    let allowlist = Allowlist::parse(["203.0.113.7"]).unwrap();
    let restrictions = Restrictions { allowlist, ..record.restrictions.clone() };
    life::edit(
        record,
        life::Edit { restrictions: Some(restrictions), ..life::Edit::default() },
        record.modified_at,
    )
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_starts_after_the_answer_is_accepted_on_any_node() {
    for narrow in [revoked, frozen, without_permissions, elsewhere_only] {
        for _ in 0..10 {
            let store = MemoryStore::new();
            let (accepts, late) = late_accepts(Arc::new(store.clone()), &store, narrow).await;
            assert!(accepts > 0, "the hammer was accepted before");
            assert_eq!(late, 0);
        }
    }
}

/// The tooth: a store that trusts the revision a cache names lets the other node go on for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tooth_a_trusted_cache_is_caught() {
    let store = MemoryStore::new();
    let (_, late) = late_accepts(Arc::new(trusting(store.clone())), &store, revoked).await;
    assert!(late > 0, "a cache was trusted and the checker saw nothing");
}

/// SECURITY-CASES 27: a decision that waited past the key's expiry, its process as good as
/// stopped, is not brought back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_older_than_what_it_rests_on_is_not_committed() {
    let (safe, clock) = (Safe::new(), Hand::new());
    let faulty = Arc::new(Faulty::new(MemoryStore::new()));
    let node = Arc::new(start(faulty.clone(), &safe, &clock, 0));
    let expires_at = Some(node.now().plus_secs(1));
    let key = make_key(&node, &safe, 1, Restrictions { expires_at, ..Restrictions::default() }).await;
    let other = make_key(&node, &safe, 2, Restrictions::default()).await;
    // The lane is held up; the call is decided and waits in the queue while its key expires.
    faulty.faults().next(Fault::Stall(Duration::from_secs(1)));
    let held_up = tokio::spawn({
        let (node, other) = (node.clone(), other.clone());
        async move { run(&node, &other, 1, Action::Balance).await }
    });
    assert!(
        tokio::task::spawn_blocking({
            let faults = faulty.faults();
            move || faults.wait_stalled(Duration::from_secs(5))
        })
        .await
        .unwrap()
    );
    let waiting = tokio::spawn({
        let (node, key) = (node.clone(), key.clone());
        async move { run(&node, &key, 1, Action::AddOrder).await }
    });
    while node.lane().queued() == 0 {
        tokio::task::yield_now().await;
    }
    clock.step_secs(2);
    faulty.faults().release();
    assert_eq!(held_up.await.unwrap(), Ok(()));
    assert_eq!(waiting.await.unwrap(), Err(Reason::Expired));
}

/// SECURITY-CASES 27, second half: a process stopped between commit and upstream finds its claim
/// too old to be sent.
#[tokio::test]
async fn a_claim_older_than_its_deadline_is_not_sent() {
    let (safe, clock) = (Safe::new(), Hand::new());
    let node = start(Arc::new(MemoryStore::new()), &safe, &clock, 0);
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    let admitted = send(&node, &key, 1, Action::AddOrder).await.ok().unwrap();
    assert!(admitted.is_in_time(node.now()));
    clock.step_secs(2);
    assert!(!admitted.is_in_time(node.now()));
}

/// A clock that steps back makes the authority's time stand still; a deadline does not wait for it.
#[tokio::test]
async fn a_claim_grows_old_while_the_clock_is_behind() {
    let (safe, clock) = (Safe::new(), Hand::new());
    let node = start(Arc::new(MemoryStore::new()), &safe, &clock, 0);
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    let admitted = send(&node, &key, 1, Action::AddOrder).await.ok().unwrap();
    clock.step_secs(-3600);
    assert!(admitted.is_in_time(node.now()));
    tokio::time::sleep(Duration::from_millis(2_050)).await;
    assert!(!admitted.is_in_time(node.now()));
}

/// A revoke says how many calls are still between claim and outcome, and can wait for them.
#[tokio::test]
async fn drain_waits_for_open_calls() {
    let (safe, clock) = (Safe::new(), Hand::new());
    let node = start(Arc::new(MemoryStore::new()), &safe, &clock, 0);
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    let admitted = send(&node, &key, 1, Action::AddOrder).await.ok().unwrap();
    let revoked = revoke(&node, &safe, &key).await.unwrap();
    let open = node.lane().open_calls();
    assert_eq!(open.count(revoked.record.id), 1);
    assert_eq!(open.drain(revoked.record.id, Duration::from_millis(20)).await, 1);
    drop(admitted);
    assert_eq!(open.drain(revoked.record.id, Duration::from_secs(5)).await, 0);
}
