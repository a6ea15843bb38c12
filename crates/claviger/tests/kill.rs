//! A key ends itself: by nothing but its signature, whatever else would keep its calls out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger::core::action::Action;
use claviger::core::allowlist::Allowlist;
use claviger::core::entry::{Actor, Outcome, Target};
use claviger::core::key::KeyState;
use claviger::core::otp::SecondFactorKind;
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::core::store::Store as _;
use claviger::core::time::Timestamp;
use claviger::{Authority, Killed, Limits, Refusal};
use claviger_store::MemoryStore;
use common::*;
use std::sync::Arc;
use std::time::Instant;

async fn kill(node: &Authority, held: &Held, nonce: u64) -> Result<Killed, Refusal> {
    let text = nonce.to_string();
    let body = format!("nonce={text}");
    let call = signed(held, (nonce, &text, &body), Action::RevokeApiKey, "203.0.113.9", None);
    node.kill(call).await
}

/// What would keep every other call of the key out, all at once.
fn walled_in() -> Restrictions {
    Restrictions {
        allowlist: Allowlist::parse(["192.0.2.1"]).unwrap(),
        not_before: None,
        expires_at: Some(Timestamp::from_secs(START + 60)),
        second_factor: Some(SecondFactorKind::Password),
        ..Restrictions::default()
    }
}

#[tokio::test]
async fn nothing_stands_between_a_leak_and_its_end() {
    let (store, safe, clock) = (MemoryStore::new(), Safe::new(), Hand::new());
    let node = start(Arc::new(store.clone()), &safe, &clock, 0);
    let free = make_key(&node, &safe, 1, Restrictions::default()).await;
    run(&node, &free, u64::MAX, Action::Balance).await.unwrap();
    let walled = make_key(&node, &safe, 2, walled_in()).await;
    clock.step_secs(120);
    let frozen = make_key(&node, &safe, 3, Restrictions::default()).await;
    step(&node, &safe, &frozen, KeyState::Frozen).await.unwrap();
    for key in [&free, &walled, &frozen] {
        let before = all_entries(&store, 0).len();
        let killed = kill(&node, key, 1).await.unwrap();
        assert_eq!((killed.record.state, killed.before, killed.open_calls), (KeyState::Revoked, false, 0));
        let entries = all_entries(&store, 0);
        let [entry] = &entries[before..] else { panic!("not one entry") };
        let id = key.record.id;
        assert_eq!((entry.draft.actor, entry.draft.target), (Actor::Key(id), Target::Key(id)));
        assert_eq!(
            (entry.draft.action, entry.draft.outcome, entry.draft.nonce),
            (Action::RevokeApiKey, Outcome::Changed, None)
        );
        assert_ne!(entry.draft.digest, [0; 32], "the request is on record");
        assert_eq!(store.key(id).unwrap().unwrap().record, killed.record);
        assert_eq!(run(&node, key, u64::MAX, Action::Balance).await, Err(Reason::Revoked));
    }
}

#[tokio::test]
async fn a_key_that_is_dead_stays_as_it_is_and_its_noise_has_an_end() {
    let (store, safe, clock) = (MemoryStore::new(), Safe::new(), Hand::new());
    let limits = Limits { rate_max: 5, ..Limits::default() };
    let node = start_with(Arc::new(store.clone()), &safe, &clock, 0, limits);
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    let first = kill(&node, &key, 1).await.unwrap();
    clock.step_secs(1);
    let again = kill(&node, &key, 1).await.unwrap();
    assert_eq!((again.before, &again.record), (true, &first.record));
    let last = all_entries(&store, 0).pop().unwrap().draft;
    assert_eq!((last.outcome, last.reason), (Outcome::Refused, Reason::Revoked));
    let mut refused = None;
    for _ in 0..10 {
        refused = kill(&node, &key, 1).await.err();
    }
    assert_eq!(refused.unwrap().denial.reason, Reason::RateLimited);
    assert!(all_entries(&store, 0).len() < 10);
}

#[tokio::test]
async fn nobody_ends_a_key_without_its_private_half() {
    let (store, safe, clock) = (MemoryStore::new(), Safe::new(), Hand::new());
    let node = start(Arc::new(store.clone()), &safe, &clock, 0);
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    let other = make_key(&node, &safe, 2, Restrictions::default()).await;
    let forged = Held { secret: other.secret, ..key.clone() };
    let refusal = kill(&node, &forged, 1).await.unwrap_err();
    assert_eq!((refusal.denial.reason, refusal.proven), (Reason::BadSignature, false));
    let mut nobody = key.clone();
    nobody.record.api_key = claviger::core::credential::ApiKey::from_bytes([9; 32]);
    assert_eq!(kill(&node, &nobody, 1).await.unwrap_err().denial.reason, Reason::UnknownKey);
    assert_eq!(store.key(key.record.id).unwrap().unwrap().record, key.record);
    run(&node, &key, 1, Action::Balance).await.unwrap();
}

/// Calls of the key go on until it has ended; gives how many were accepted in all and how many of them had started
/// after `answered`.
async fn under_load(answered_early: bool) -> (usize, usize) {
    let (safe, clock) = (Safe::new(), Hand::new());
    let node = Arc::new(start(Arc::new(MemoryStore::new()), &safe, &clock, 0));
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    let hammer = tokio::spawn({
        let (node, key) = (node.clone(), key.clone());
        async move {
            let mut accepted = Vec::new();
            for nonce in 1.. {
                let started = Instant::now();
                match run(&node, &key, nonce, Action::Balance).await {
                    Ok(()) => accepted.push(started),
                    Err(reason) => {
                        assert_eq!(reason, Reason::Revoked);
                        return accepted;
                    }
                }
            }
            accepted
        }
    });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let early = Instant::now();
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    kill(&node, &key, 1).await.unwrap();
    let answered = if answered_early { early } else { Instant::now() };
    let accepted = hammer.await.unwrap();
    (accepted.len(), accepted.iter().filter(|started| **started > answered).count())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_starts_after_the_answer_is_accepted() {
    let (accepted, late) = under_load(false).await;
    assert!(accepted > 0, "it was let in before");
    assert_eq!(late, 0);
}

/// The tooth: an answer given before the key has ended.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tooth_an_answer_before_the_end_is_caught() {
    let (_, late) = under_load(true).await;
    assert!(late > 0, "it was answered early and the checker saw nothing");
}
