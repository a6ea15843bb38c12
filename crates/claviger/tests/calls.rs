//! What a call meets, on one node without faults.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::allowlist::Allowlist;
use claviger::core::entry::Outcome;
use claviger::core::key::KeyState;
use claviger::core::otp::SecondFactorKind;
use claviger::core::reason::{Detail, Reason};
use claviger::core::restriction::Restrictions;
use claviger_store::MemoryStore;
use common::*;
use std::sync::Arc;

#[tokio::test]
async fn each_signed_call_leaves_one_entry_and_burns_its_nonce_allowed_or_refused() {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let node = start(store.clone(), &safe, &clock, 0);
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    assert_eq!(run(&node, &key, 10, Action::Balance).await, Ok(()));
    assert_eq!(run(&node, &key, 10, Action::Balance).await, Err(Reason::InvalidNonce), "replayed");
    assert_eq!(run(&node, &key, 11, Action::Withdraw).await, Err(Reason::PermissionMissing));
    assert_eq!(
        run(&node, &key, 11, Action::Balance).await,
        Err(Reason::InvalidNonce),
        "a refused call is burnt, too"
    );
    assert_eq!(run(&node, &key, 12, Action::AddOrder).await, Ok(()));
    let outcomes: Vec<Outcome> = all_entries(&*store, 0).iter().map(|entry| entry.draft.outcome).collect();
    use Outcome::{Allowed, Changed, Done, Refused};
    assert_eq!(outcomes, [Changed, Changed, Allowed, Refused, Refused, Refused, Allowed, Done]);
}

/// SECURITY-CASES 29: a refused call cannot be replayed once the key is widened.
#[tokio::test]
async fn a_refused_call_is_not_replayed_after_a_grant() {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let node = start(store.clone(), &safe, &clock, 0);
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    let frozen = step(&node, &safe, &key, KeyState::Frozen).await.unwrap();
    assert_eq!(run(&node, &frozen, 10, Action::AddOrder).await, Err(Reason::Frozen));
    let active = step(&node, &safe, &frozen, KeyState::Active).await.unwrap();
    assert_eq!(run(&node, &active, 10, Action::AddOrder).await, Err(Reason::InvalidNonce));
    assert_eq!(run(&node, &active, 11, Action::AddOrder).await, Ok(()));
}

/// SECURITY-CASES 28: a widened window re-admits no nonce.
#[tokio::test]
async fn a_widened_window_readmits_nothing() {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let node = start(store.clone(), &safe, &clock, 0);
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    assert_eq!(run(&node, &key, 100, Action::Balance).await, Ok(()));
    let mut wider = key.record.clone();
    (wider.revision, wider.restrictions.nonce_window) = (2, 1000);
    let key = update(&node, &safe, &key, wider, Action::KeyEdit).await.unwrap();
    assert_eq!(run(&node, &key, 100, Action::Balance).await, Err(Reason::InvalidNonce));
    assert_eq!(
        run(&node, &key, 99, Action::Balance).await,
        Err(Reason::InvalidNonce),
        "never used, but below the floor"
    );
    assert_eq!(run(&node, &key, 102, Action::Balance).await, Ok(()));
    assert_eq!(run(&node, &key, 101, Action::Balance).await, Ok(()), "inside the window");
    assert_eq!(run(&node, &key, 101, Action::Balance).await, Err(Reason::InvalidNonce));
}

/// SECURITY-CASES 24 and 26: rubbish under a key's public half changes nothing for its holder.
#[tokio::test]
async fn rubbish_under_a_public_half_neither_poisons_nor_locks_out() {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let node = start_with(store.clone(), &safe, &clock, 0, Limits { lockout_failures: 3, ..generous() });
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    let forged = Held { secret: [99; 64], ..key.clone() };
    let mut reasons = Vec::new();
    for _ in 0..5 {
        let refusal = send(&node, &forged, u64::MAX, Action::Balance).await.err().unwrap();
        assert!(!refusal.proven);
        reasons.push(refusal.denial.reason);
    }
    use Reason::{BadSignature, LockedOut};
    assert_eq!(reasons, [BadSignature, BadSignature, BadSignature, LockedOut, LockedOut]);
    assert_eq!(run(&node, &key, 1, Action::Balance).await, Ok(()), "same source, good signature: passes");
    node.shut_down().await;
    let folded: u64 = all_entries(&*store, 0)
        .iter()
        .filter(|entry| entry.draft.outcome == Outcome::Folded)
        .map(|entry| if let Detail::Count(count) = entry.draft.detail { count } else { 0 })
        .sum();
    assert_eq!(folded, 5);
}

/// Three wrong guesses behind a good signature, each from elsewhere, after any number behind a bad
/// one; then the right factor. What the right one is answered, at once and after `wait` seconds.
async fn after_guessing(failures: u32, wait: i64) -> (Reason, Reason) {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let node = start_with(store, &safe, &clock, 0, Limits { second_factor_failures: failures, ..generous() });
    let guarded = Restrictions { second_factor: Some(SecondFactorKind::Password), ..Restrictions::default() };
    let key = make_key(&node, &safe, 1, guarded).await;
    let forged = Held { secret: [99; 64], ..key.clone() };
    for nonce in 1..10 {
        let _ = send_from(&node, &forged, nonce, Action::Balance, "192.0.2.9", Some(b"guess")).await;
    }
    let mut nonce = 100;
    let mut attempt = async |otp: Option<&'static [u8]>, source: &'static str| {
        nonce += 1;
        let sent = send_from(&node, &key, nonce, Action::Balance, source, otp).await;
        sent.map_or_else(|refusal| refusal.denial.reason, |_| Reason::None)
    };
    assert_eq!(
        attempt(Some(b"swordfish"), "192.0.2.1").await,
        Reason::None,
        "bad signatures count for nothing"
    );
    for source in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
        assert_eq!(attempt(Some(b"guess"), source).await, Reason::SecondFactorWrong);
    }
    let at_once = attempt(Some(b"swordfish"), "192.0.2.4").await;
    clock.step_secs(wait);
    assert_eq!(attempt(None, "192.0.2.1").await, Reason::SecondFactorMissing);
    (at_once, attempt(Some(b"swordfish"), "192.0.2.1").await)
}

/// SECURITY-CASES 30: with a stolen key, guessing the second factor is counted per key, and only
/// behind a good signature.
#[tokio::test]
async fn second_factor_guessing_locks_the_guesser_out() {
    assert_eq!(after_guessing(3, 901).await, (Reason::LockedOut, Reason::None));
}

/// Guesses that wait for the same commit do not wait with their being counted.
#[tokio::test]
async fn guesses_sent_at_once_are_counted_one_by_one() {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let limits = Limits { second_factor_failures: 3, ..generous() };
    let node = Arc::new(start_with(store, &safe, &clock, 0, limits));
    let guarded = Restrictions { second_factor: Some(SecondFactorKind::Password), ..Restrictions::default() };
    let key = make_key(&node, &safe, 1, guarded).await;
    let mut guesses = tokio::task::JoinSet::new();
    for nonce in 1..=200 {
        let (node, key) = (node.clone(), key.clone());
        guesses.spawn(async move {
            let sent = send_from(&node, &key, nonce, Action::Balance, "192.0.2.1", Some(b"guess")).await;
            sent.err().unwrap().denial.reason
        });
    }
    let reasons = guesses.join_all().await;
    assert_eq!(reasons.iter().filter(|reason| **reason == Reason::SecondFactorWrong).count(), 3);
    assert_eq!(reasons.iter().filter(|reason| **reason == Reason::LockedOut).count(), 197);
}

/// The tooth: without a limit on wrong factors the guesser goes on.
#[tokio::test]
async fn tooth_unlimited_guessing_is_caught() {
    assert_ne!(after_guessing(u32::MAX, 901).await.0, Reason::LockedOut);
}

#[tokio::test]
async fn the_rate_counter_refuses_and_spares_the_nonce() {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let node = start_with(
        store,
        &safe,
        &clock,
        0,
        Limits { rate_max: 2, rate_decay_milli: 1000, ..Limits::default() },
    );
    let key = make_key(&node, &safe, 1, Restrictions::default()).await;
    assert_eq!(run(&node, &key, 1, Action::Balance).await, Ok(()));
    assert_eq!(run(&node, &key, 2, Action::Balance).await, Ok(()));
    assert_eq!(run(&node, &key, 3, Action::Balance).await, Err(Reason::RateLimited));
    assert_eq!(
        run(&node, &key, 3, Action::AddOrder).await,
        Ok(()),
        "orders do not count here; the nonce was spared"
    );
    clock.step_secs(1);
    assert_eq!(run(&node, &key, 4, Action::Balance).await, Ok(()));
}

#[tokio::test]
async fn a_wrong_address_burns_the_nonce_and_is_told_to_its_sender() {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let node = start(store, &safe, &clock, 0);
    let limits =
        Restrictions { allowlist: Allowlist::parse(["203.0.113.0/24"]).unwrap(), ..Restrictions::default() };
    let key = make_key(&node, &safe, 1, limits).await;
    let refusal = send(&node, &key, 5, Action::Balance).await.err().unwrap();
    assert!(refusal.proven);
    assert_eq!(refusal.denial.to_string(), "source-not-allowed; seen from 192.0.2.1");
    let again = send_from(&node, &key, 5, Action::Balance, "203.0.113.9", None).await.err().unwrap();
    assert_eq!(again.denial.to_string(), "invalid-nonce; nonce 5, needs at least 6");
}

/// P15: a clock that steps back re-opens nothing.
#[tokio::test]
async fn a_clock_that_steps_back_does_not_revive_an_expired_key() {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let node = start(store.clone(), &safe, &clock, 0);
    let expires_at = Some(node.now().plus_secs(10));
    let key = make_key(&node, &safe, 1, Restrictions { expires_at, ..Restrictions::default() }).await;
    assert_eq!(run(&node, &key, 1, Action::Balance).await, Ok(()));
    clock.step_secs(10);
    assert_eq!(run(&node, &key, 2, Action::Balance).await, Err(Reason::Expired));
    clock.step_secs(-3600);
    assert_eq!(run(&node, &key, 3, Action::Balance).await, Err(Reason::Expired));
    let times: Vec<_> = all_entries(&*store, 0).iter().map(|entry| entry.place.time).collect();
    assert!(times.is_sorted());
}

#[tokio::test]
async fn an_unknown_key_is_refused_and_known_as_soon_as_it_is_made() {
    let (store, safe, clock) = (Arc::new(MemoryStore::new()), Safe::new(), Hand::new());
    let (node, elsewhere) =
        (start(store, &safe, &clock, 0), start(Arc::new(MemoryStore::new()), &safe, &clock, 0));
    let stranger = make_key(&elsewhere, &safe, 7, Restrictions::default()).await;
    assert_eq!(run(&node, &stranger, 1, Action::Balance).await, Err(Reason::UnknownKey));
    make_key(&node, &safe, 7, Restrictions::default()).await;
    assert_eq!(run(&node, &stranger, 1, Action::Balance).await, Ok(()));
}
