//! P6: a store that fails or stalls refuses within two seconds, nothing hangs, nothing refused is
//! carried out, and service comes back by itself. P3: every claim gets exactly one outcome,
//! whatever happened around it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger::core::action::Action;
use claviger::core::entry::{Entry, Outcome};
use claviger::core::key::KeyState;
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::{Authority, Limits};
use claviger_store::{Fault, Faulty, MemoryStore};
use common::*;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

struct World {
    safe: Safe,
    faulty: Arc<Faulty<MemoryStore>>,
    node: Arc<Authority>,
    key: Held,
}

async fn world(commit_stall: Duration) -> World {
    let (safe, clock, faulty) = (Safe::new(), Hand::new(), Arc::new(Faulty::new(MemoryStore::new())));
    let node = Arc::new(start_with(faulty.clone(), &safe, &clock, 0, Limits { commit_stall, ..generous() }));
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    World { safe, faulty, node, key }
}

/// How long calls took to be refused while a commit stalls for `stall`.
async fn refused_after(world: &World, stall: Duration) -> Vec<(Result<(), Reason>, Duration)> {
    world.faulty.faults().next(Fault::StallWritten(stall));
    let calls: Vec<_> = (1..=8)
        .map(|nonce| {
            let (node, key) = (world.node.clone(), world.key.clone());
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(nonce * 20)).await;
                let started = Instant::now();
                (run(&node, &key, nonce, Action::AddOrder).await, started.elapsed())
            })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    answers
}

async fn until_healthy(node: &Authority) {
    let started = Instant::now();
    while !node.lane().is_healthy() {
        assert!(started.elapsed() < Duration::from_secs(10), "service did not come back");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// For every accepted mutating claim its outcomes, in order.
fn outcomes(entries: &[Entry]) -> HashMap<u64, Vec<Outcome>> {
    let claims = entries.iter().filter(|entry| entry.draft.opens());
    let mut found: HashMap<u64, Vec<Outcome>> =
        claims.map(|entry| (entry.place.sequence, Vec::new())).collect();
    for entry in entries {
        if let Some(claim) = entry.draft.closes_claim() {
            found.entry(claim).or_default().push(entry.draft.outcome);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stall_is_answered_within_two_seconds_and_what_it_held_is_not_executed() {
    let world = world(Limits::default().commit_stall).await;
    for (answer, took) in refused_after(&world, Duration::from_secs(3)).await {
        assert_eq!(answer, Err(Reason::NotDone));
        assert!(took < Duration::from_secs(2), "{took:?}");
    }
    let started = Instant::now();
    assert_eq!(run(&world.node, &world.key, 50, Action::AddOrder).await, Err(Reason::NotDone));
    assert!(started.elapsed() < Duration::from_millis(100), "known to stall: refused at once");
    world.faulty.faults().release();
    until_healthy(&world.node).await;
    assert_eq!(run(&world.node, &world.key, 100, Action::AddOrder).await, Ok(()));
    let outcomes: Vec<Vec<Outcome>> = outcomes(&all_entries(world.faulty.inner(), 0)).into_values().collect();
    assert!(outcomes.iter().all(|of_claim| of_claim.len() == 1), "{outcomes:?}");
    assert!(outcomes.contains(&vec![Outcome::NotExecuted]));
    assert_eq!(outcomes.iter().filter(|of_claim| **of_claim == [Outcome::Done]).count(), 1);
}

/// Upkeep syncs like a commit, and calls that come meanwhile wait behind it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stall_of_upkeep_is_answered_within_two_seconds_too() {
    let world = world(Limits::default().commit_stall).await;
    world.faulty.faults().stall_upkeep(Duration::from_secs(5));
    let faults = world.faulty.faults();
    assert!(tokio::task::spawn_blocking(move || faults.wait_stalled(Duration::from_secs(5))).await.unwrap());
    let started = Instant::now();
    assert_eq!(run(&world.node, &world.key, 1, Action::AddOrder).await, Err(Reason::NotDone));
    assert!(revoke(&world.node, &world.safe, &world.key).await.is_err());
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    world.faulty.faults().release();
    until_healthy(&world.node).await;
    assert_eq!(run(&world.node, &world.key, 2, Action::AddOrder).await, Ok(()));
}

/// No commit stalls, but each takes long: who waited behind one and then in one has waited twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_commits_keep_nobody_longer_than_two_seconds() {
    let world = world(Limits::default().commit_stall).await;
    for nth in 1..40 {
        world.faulty.faults().at(nth, Fault::StallWritten(Duration::from_millis(1_200)));
    }
    let calls: Vec<_> = (1..=12)
        .map(|nonce| {
            let (node, key) = (world.node.clone(), world.key.clone());
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(nonce * 150)).await;
                let started = Instant::now();
                (send(&node, &key, nonce, Action::AddOrder).await.map(drop).is_ok(), started.elapsed())
            })
        })
        .collect();
    let (mut accepted, mut refused) = (0, 0);
    for call in calls {
        let (taken, took) = call.await.unwrap();
        assert!(took < Duration::from_secs(2), "{took:?}");
        (accepted, refused) = (accepted + u32::from(taken), refused + u32::from(!taken));
    }
    assert!(accepted > 0 && refused > 0, "{accepted} accepted, {refused} refused");
    assert!(world.node.lane().is_healthy(), "a slow disk is no broken one");
    // Claims whose callers were answered while the commit went on are closed when it is back.
    let closed = || outcomes(&all_entries(world.faulty.inner(), 0)).values().all(|of| !of.is_empty());
    let begun = Instant::now();
    while !closed() && begun.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    world.node.shut_down().await;
    let outcomes = outcomes(&all_entries(world.faulty.inner(), 0));
    assert!(outcomes.values().all(|of_claim| of_claim.len() == 1), "{outcomes:?}");
}

/// A recovery whose own commit is lost and turns up closes nothing twice.
#[tokio::test]
async fn a_recovery_that_fails_closes_nothing_twice() {
    let world = world(Limits::default().commit_stall).await;
    let mut nonce = 0;
    for action in [Action::AddOrder, Action::Balance] {
        for lost in 1..4 {
            for nth in 1..=lost {
                world.faulty.faults().at(nth, Fault::UnknownWritten);
            }
            nonce += 1;
            assert_eq!(run(&world.node, &world.key, nonce, action).await, Err(Reason::NotDone));
            until_healthy(&world.node).await;
        }
    }
    let entries = all_entries(world.faulty.inner(), 0);
    let mut closed: Vec<u64> = entries.iter().filter_map(|entry| entry.draft.closes_claim()).collect();
    let count = closed.len();
    closed.sort_unstable();
    closed.dedup();
    assert_eq!((closed.len(), count), (6, 6), "each claim is closed once");
}

/// A caller that goes away after its claim was accepted, and before it looked, leaves no open claim.
#[tokio::test]
async fn an_answer_nobody_hears_closes_its_claim() {
    let world = world(Limits::default().commit_stall).await;
    assert_eq!(run(&world.node, &world.key, 1, Action::Balance).await, Ok(()), "the key is in memory now");
    let before = world.node.lane().next_sequence();
    // The commit waits until the caller does.
    world.faulty.faults().next(Fault::Stall(Duration::from_secs(10)));
    {
        let call = send(&world.node, &world.key, 2, Action::AddOrder);
        tokio::pin!(call);
        let once =
            std::future::poll_fn(|context| std::task::Poll::Ready(call.as_mut().poll(context).is_pending()));
        assert!(once.await, "it waits for its commit");
        assert!(world.faulty.faults().wait_stalled(Duration::from_secs(5)));
        world.faulty.faults().release();
        let began = Instant::now();
        while world.node.lane().next_sequence() == before {
            assert!(began.elapsed() < Duration::from_secs(5), "its claim is not committed");
            std::thread::yield_now();
        }
        // the answer is on its way or there; the caller is not
        std::thread::park_timeout(Duration::from_millis(20));
    }
    world.node.shut_down().await;
    assert_eq!(world.node.lane().open_calls().count(world.key.record.id), 0);
    let outcomes: Vec<_> = outcomes(&all_entries(world.faulty.inner(), 0)).into_values().collect();
    assert_eq!(outcomes, [[Outcome::NotExecuted]]);
}

/// A call given up while the node stops is closed by that node, not as *unknown* by the next one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_given_up_while_the_lane_closes_is_closed() {
    let world = world(Duration::from_secs(60)).await;
    let admitted = send(&world.node, &world.key, 1, Action::AddOrder).await.ok().unwrap();
    world.faulty.faults().next(Fault::Stall(Duration::from_secs(10)));
    let (node, key) = (world.node.clone(), world.key.clone());
    let held_up = tokio::spawn(async move { run(&node, &key, 2, Action::Balance).await });
    let faults = world.faulty.faults();
    assert!(tokio::task::spawn_blocking(move || faults.wait_stalled(Duration::from_secs(5))).await.unwrap());
    world.node.lane().close();
    drop(admitted);
    world.faulty.faults().release();
    assert_eq!(held_up.await.unwrap(), Ok(()));
    world.node.shut_down().await;
    let outcomes: Vec<_> = outcomes(&all_entries(world.faulty.inner(), 0)).into_values().collect();
    assert_eq!(outcomes, [[Outcome::Abandoned]]);
}

/// What a failed read closes is not an order that is open.
#[tokio::test]
async fn a_failed_read_hides_no_open_call() {
    let world = world(Limits::default().commit_stall).await;
    let open = send(&world.node, &world.key, 1, Action::AddOrder).await.ok().unwrap();
    send(&world.node, &world.key, 2, Action::Balance).await.ok().unwrap().read_failed(Reason::NotDone, "x");
    assert_eq!(run(&world.node, &world.key, 3, Action::Balance).await, Ok(()), "behind the outcome");
    assert_eq!(world.node.lane().open_calls().count(world.key.record.id), 1);
    drop(open);
}

/// The tooth: without a limit on the stall the same measurement exceeds two seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tooth_no_timeout_is_caught() {
    let world = world(Duration::from_secs(3600)).await;
    let answers = refused_after(&world, Duration::from_millis(2500)).await;
    assert!(answers.iter().any(|(_, took)| *took >= Duration::from_secs(2)), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_refuse_and_come_back_with_every_claim_closed_once() {
    let world = world(Limits::default().commit_stall).await;
    let (mut done, mut nonce) = (0, 0);
    for round in 0..30 {
        let fault = [Fault::NotCommitted, Fault::UnknownWritten, Fault::UnknownNotWritten][round % 3];
        world.faulty.faults().at(2 + (round as u64 % 4), fault);
        for _ in 0..4 {
            nonce += 1;
            done += usize::from(run(&world.node, &world.key, nonce, Action::AddOrder).await.is_ok());
        }
        until_healthy(&world.node).await;
    }
    assert!(done > 30, "some calls pass between the failures: {done}");
    let outcomes = outcomes(&all_entries(world.faulty.inner(), 0));
    assert!(outcomes.values().all(|of_claim| of_claim.len() == 1), "{outcomes:?}");
    let carried_out = outcomes.values().filter(|of_claim| **of_claim == [Outcome::Done]).count();
    assert!(carried_out >= done, "every success a client saw has its outcome");
}

#[tokio::test]
async fn a_revoke_fails_closed_too_and_can_be_repeated() {
    let world = world(Limits::default().commit_stall).await;
    world.faulty.faults().next(Fault::NotCommitted);
    assert!(revoke(&world.node, &world.safe, &world.key).await.is_err());
    until_healthy(&world.node).await;
    let revoked = revoke(&world.node, &world.safe, &world.key).await.unwrap();
    assert_eq!(revoked.record.state, KeyState::Revoked);
    assert_eq!(run(&world.node, &world.key, 1, Action::Balance).await, Err(Reason::Revoked));
}

/// A client that goes away between claim and effect leaves an *abandoned* call, not an open one.
#[tokio::test]
async fn a_dropped_call_is_closed_as_abandoned() {
    let world = world(Limits::default().commit_stall).await;
    drop(send(&world.node, &world.key, 1, Action::AddOrder).await.ok().unwrap());
    world.node.shut_down().await;
    let outcomes: Vec<_> = outcomes(&all_entries(world.faulty.inner(), 0)).into_values().collect();
    assert_eq!(outcomes, [[Outcome::Abandoned]]);
}

/// A claim whose process died gets *unknown* from whoever takes its log over.
#[tokio::test]
async fn a_takeover_closes_what_was_open_as_unknown() {
    let (safe, clock, store) = (Safe::new(), Hand::new(), MemoryStore::new());
    let node = start(Arc::new(store.clone()), &safe, &clock, 0);
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    let open = send(&node, &key, 1, Action::AddOrder).await.ok().unwrap();
    let store = store.crash();
    let successor = start(Arc::new(store.clone()), &safe, &clock, 0);
    drop(open);
    assert_eq!(run(&successor, &key, 1, Action::AddOrder).await, Err(Reason::InvalidNonce));
    let outcomes: Vec<_> = outcomes(&all_entries(&store, 0)).into_values().collect();
    assert_eq!(outcomes, [[Outcome::Unknown]]);
}
