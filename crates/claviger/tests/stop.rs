//! The kill switch: all keys are stopped under load, and nothing that starts after its answer is
//! accepted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger::Authority;
use claviger::core::action::Action;
use claviger::core::entry::Outcome;
use claviger::core::id::{AccountId, LogId};
use claviger::core::key::KeyState::{Active, CancelOnly, Frozen, ReadOnly, Revoked};
use claviger::core::key::{KeyRecord, KeyState};
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::core::store::{KeyFilter, Store as _};
use claviger::core::text::{Application, Holder};
use claviger::manage::keys::{self, EditKey, Stop, Which, stop};
use claviger::manage::{Caller, ManageError};
use claviger_store::MemoryStore;
use common::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::time::{Duration, Instant};

fn all(to: KeyState) -> Stop {
    Stop { which: Which::Account, to, drain: None }
}

fn owner() -> Caller {
    Caller::system(AccountId::from_u64(1))
}

fn states(store: &MemoryStore) -> Vec<KeyState> {
    let rows = store.keys(AccountId::from_u64(1), &KeyFilter::default(), None, 5_000).unwrap();
    rows.iter().map(|row| row.record.state).collect()
}

#[tokio::test]
async fn every_key_is_stopped_none_is_widened_and_each_has_its_entry() {
    let (store, safe, clock) = (MemoryStore::new(), Safe::new(), Hand::new());
    let node = start(Arc::new(store.clone()), &safe, &clock, 0);
    let mut keys = Vec::new();
    for number in 1..=5 {
        keys.push(make_key(&node, &safe, number, Restrictions::default()).await);
    }
    let to = [ReadOnly, CancelOnly, Frozen];
    for (key, to) in keys.iter().zip(to) {
        step(&node, &safe, key, to).await.unwrap();
    }
    revoke(&node, &safe, &keys[3]).await.unwrap();
    let before = all_entries(&store, 0).len();
    let stopped = stop(&node, &owner(), all(CancelOnly), None).await.unwrap();
    assert_eq!((stopped.stopped, stopped.before), (2, 2));
    assert_eq!(states(&store), [Frozen, CancelOnly, Frozen, Revoked, CancelOnly]);
    let entries = all_entries(&store, 0);
    let actions: Vec<Action> = entries[before..].iter().map(|entry| entry.draft.action).collect();
    assert_eq!(actions, [Action::KeyStep, Action::KeyStep, Action::KeyStop]);
    let again = stop(&node, &owner(), all(CancelOnly), None).await.unwrap();
    assert_eq!((again.stopped, again.before), (0, 4), "asked again, nothing is left to do");
    let revoked = stop(&node, &owner(), all(Revoked), None).await.unwrap();
    assert_eq!((revoked.stopped, revoked.before), (4, 0));
    assert_eq!(states(&store), [Revoked; 5]);
}

#[tokio::test]
async fn a_holder_or_some_keys_are_stopped_and_the_rest_goes_on() {
    let (store, safe, clock) = (MemoryStore::new(), Safe::new(), Hand::new());
    let node = start(Arc::new(store.clone()), &safe, &clock, 0);
    let mut keys = Vec::new();
    for number in 1..=3 {
        keys.push(make_key(&node, &safe, number, Restrictions::default()).await);
    }
    let mut held = keys[0].record.clone();
    (held.holder, held.revision) = (Holder::parse("Vendor X").unwrap(), 2);
    update(&node, &safe, &keys[0], held, Action::KeyEdit).await.unwrap();
    let which = Which::Holder(Holder::parse("Vendor X").unwrap());
    stop(&node, &owner(), Stop { which, ..all(Frozen) }, None).await.unwrap();
    assert_eq!(states(&store), [Frozen, Active, Active]);
    let which = Which::Named(vec![keys[2].record.id]);
    stop(&node, &owner(), Stop { which, ..all(Frozen) }, None).await.unwrap();
    assert_eq!(states(&store), [Frozen, Active, Frozen]);
    let elsewhere = Caller::system(AccountId::from_u64(2));
    let which = Which::Named(vec![keys[1].record.id]);
    let foreign = stop(&node, &elsewhere, Stop { which, ..all(Frozen) }, None).await;
    assert!(matches!(foreign, Err(ManageError::NotFound(_))));
    stop(&node, &elsewhere, all(Frozen), None).await.unwrap();
    assert_eq!(states(&store), [Frozen, Active, Frozen], "another account's keys are not its own");
    assert_eq!(stop(&node, &owner(), all(Active), None).await, Err(ManageError::NotAStop));
}

#[tokio::test]
async fn the_keys_of_an_application_are_stopped_and_the_entry_says_which_were_meant() {
    let (store, safe, clock) = (MemoryStore::new(), Safe::new(), Hand::new());
    let node = start(Arc::new(store.clone()), &safe, &clock, 0);
    let tag = Application::parse("grid-bot-3").unwrap();
    for number in 1..=3 {
        let key = make_key(&node, &safe, number, Restrictions::default()).await;
        if number != 2 {
            let tagged = KeyRecord { application: tag.clone(), revision: 2, ..key.record.clone() };
            update(&node, &safe, &key, tagged, Action::KeyEdit).await.unwrap();
        }
    }
    let which = Which::Application(tag);
    let stopped = stop(&node, &owner(), Stop { which, ..all(CancelOnly) }, None).await.unwrap();
    assert_eq!((stopped.stopped, states(&store)), (2, vec![CancelOnly, Active, CancelOnly]));
    let entries = store.entries(LogId(0), 0, 1_000).unwrap();
    let note = entries.iter().find(|entry| entry.draft.action == Action::KeyStop).unwrap();
    let told = note.draft.detail.to_string();
    assert!(
        told.starts_with("all keys of the application \"grid-bot-3\" → cancel-only: 2 stopped"),
        "{told}"
    );
    let which = Which::Application(Application::parse("grid-bot").unwrap());
    let none = stop(&node, &owner(), Stop { which, ..all(Frozen) }, None).await.unwrap();
    assert_eq!((none.stopped, none.before), (0, 0), "a tag is compared whole");
}

#[tokio::test]
async fn one_step_puts_each_key_back_to_what_it_was_and_the_key_says_which() {
    let (store, safe, clock) = (MemoryStore::new(), Safe::new(), Hand::new());
    let node = start(Arc::new(store.clone()), &safe, &clock, 0);
    let mut keys = Vec::new();
    for number in 1..=3 {
        keys.push(make_key(&node, &safe, number, Restrictions::default()).await.record.id);
    }
    let to = async |key, to| keys::step(&node, &owner(), key, to, None).await.map(drop);
    to(keys[1], ReadOnly).await.unwrap();
    let stopped = stop(&node, &owner(), all(Frozen), None).await.unwrap();
    let told: Vec<_> = stopped.keys.iter().map(|key| (key.id, key.was)).collect();
    assert_eq!(told, [(keys[0], Active), (keys[1], ReadOnly), (keys[2], Active)]);
    // Whatever else is changed meanwhile.
    let edit = EditKey { application: Some(Application::parse("bot").unwrap()), ..EditKey::default() };
    keys::edit(&node, &owner(), keys[1], edit).await.unwrap();
    for (key, was) in told {
        let shown = keys::show(&node, &owner(), key).await.unwrap();
        assert_eq!(shown.stepped_from, Some(was), "{key}");
        to(key, was).await.unwrap();
    }
    assert_eq!(states(&store), [Active, ReadOnly, Active]);
    let before = async |key| keys::show(&node, &owner(), key).await.unwrap().stepped_from;
    assert_eq!(
        (before(keys[0]).await, before(keys[1]).await),
        (None, None),
        "a step up is none to take back"
    );
}

#[tokio::test]
async fn what_is_open_is_told_and_waited_for() {
    let (store, safe, clock) = (MemoryStore::new(), Safe::new(), Hand::new());
    let node = Arc::new(start(Arc::new(store), &safe, &clock, 0));
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    let open = send(&node, &key, 1, Action::AddOrder).await.ok().unwrap();
    let stopped = stop(&node, &owner(), all(Frozen), None).await.unwrap();
    assert_eq!(stopped.open_calls, 1);
    assert_eq!(stopped.still_open.iter().map(|key| key.calls).collect::<Vec<_>>(), [1]);
    let waiting = tokio::spawn({
        let node = node.clone();
        let drain = Some(Duration::from_secs(10));
        async move { stop(&node, &owner(), Stop { drain, ..all(Frozen) }, None).await.unwrap() }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    open.close(Outcome::Done, Reason::None, None, Vec::new()).durable().await.unwrap();
    let drained = waiting.await.unwrap();
    assert_eq!((drained.open_calls, drained.still_open.len()), (1, 0));
}

/// Calls of two keys, over and over, until told to stop; gives when each accepted one was started.
fn hammer(
    node: &Arc<Authority>,
    keys: &[Held],
    over: &Arc<AtomicBool>,
    accepted: &Arc<AtomicU64>,
) -> Vec<tokio::task::JoinHandle<Vec<Instant>>> {
    let nonce = Arc::new(AtomicU64::new(1));
    let one = |key: &Held| {
        let (node, key, over, nonce) = (node.clone(), key.clone(), over.clone(), nonce.clone());
        let accepted = accepted.clone();
        tokio::spawn(async move {
            let mut accepts = Vec::new();
            while !over.load(SeqCst) {
                let started = Instant::now();
                if send(&node, &key, nonce.fetch_add(1, SeqCst), Action::Balance).await.is_ok() {
                    accepts.push(started);
                    accepted.fetch_add(1, SeqCst);
                }
            }
            accepts
        })
    };
    keys.iter().map(one).collect()
}

/// How many calls of the first and the last of many keys were accepted, and how many of them were
/// started after `answered` was taken.
async fn under_load(answered_early: bool) -> (usize, usize) {
    let (safe, clock) = (Safe::new(), Hand::new());
    let node = Arc::new(start(Arc::new(MemoryStore::new()), &safe, &clock, 0));
    let window = Restrictions { nonce_window: 1 << 40, ..Restrictions::default() };
    let mut keys = Vec::new();
    for number in 1..=900 {
        keys.push(make_key(&node, &safe, number, window.clone()).await);
    }
    let over = Arc::new(AtomicBool::new(false));
    let hammered = [keys[0].clone(), keys[899].clone(), keys[899].clone()];
    let accepted = Arc::new(AtomicU64::new(0));
    let hammers = hammer(&node, &hammered, &over, &accepted);
    let until = async |count: u64| {
        while accepted.load(SeqCst) < count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    until(10).await;
    let early = Instant::now();
    // More than can have been under way.
    until(accepted.load(SeqCst) + 10).await;
    let stopped = stop(&node, &owner(), all(Frozen), None).await.unwrap();
    let answered = if answered_early { early } else { Instant::now() };
    assert_eq!(stopped.stopped, 900);
    tokio::time::sleep(Duration::from_millis(20)).await;
    over.store(true, SeqCst);
    let mut accepts = Vec::new();
    for hammer in hammers {
        accepts.extend(hammer.await.unwrap());
    }
    (accepts.len(), accepts.iter().filter(|started| **started > answered).count())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_starts_after_the_answer_is_accepted() {
    let (accepts, late) = under_load(false).await;
    assert!(accepts > 0, "the hammers were accepted before");
    assert_eq!(late, 0);
}

/// The tooth: an answer given before the last key is stopped.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tooth_an_answer_before_the_last_key_is_caught() {
    let (_, late) = under_load(true).await;
    assert!(late > 0, "it was answered at once and the checker saw nothing");
}
