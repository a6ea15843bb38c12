//! P15: whatever the clock does, an expiry is never extended, no nonce comes back, and the times
//! of the log never fall. Random walks of the clock against a model that only remembers the
//! latest time a commit has seen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod doctored;

use claviger::core::action::Action;
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::core::store::Store;
use claviger_store::MemoryStore;
use common::chance::Chance;
use common::*;
use std::sync::Arc;

/// Walks once; an `Err` says what was wrong.
async fn walk(seed: u64, store: Arc<dyn Store>, log_of: &MemoryStore) -> Result<(), String> {
    let (mut chance, safe, clock) = (Chance::new(seed), Safe::new(), Hand::new());
    let node = start(store, &safe, &clock, 0);
    let lifetime = 50 + i64::try_from(chance.below(200)).unwrap();
    let expires_at = Some(node.now().plus_secs(lifetime));
    let key =
        make_key(&node, &safe, 1, Restrictions { expires_at, nonce_window: 5, ..Restrictions::default() })
            .await;
    let (mut offset, mut latest, mut used) = (0i64, 0i64, Vec::new());
    for _ in 0..40 {
        let stride = i64::try_from(chance.below(120)).unwrap() - 50;
        offset += stride;
        clock.step_secs(stride);
        latest = latest.max(offset);
        let nonce = 1 + chance.below(60);
        let answer = run(&node, &key, nonce, Action::Balance).await;
        if latest >= lifetime && answer != Err(Reason::Expired) {
            return Err(format!(
                "seed {seed}: expired at {lifetime}, latest {latest}, clock {offset}: {answer:?}"
            ));
        }
        if answer.is_ok() && used.contains(&nonce) {
            return Err(format!("seed {seed}: nonce {nonce} again"));
        }
        used.extend(answer.is_ok().then_some(nonce));
    }
    let times: Vec<_> = all_entries(log_of, 0).iter().map(|entry| entry.place.time).collect();
    if times.is_sorted() { Ok(()) } else { Err(format!("seed {seed}: times fall")) }
}

#[tokio::test]
async fn no_walk_of_the_clock_reopens_a_door() {
    for seed in 1..=60 {
        let store = MemoryStore::new();
        walk(seed, Arc::new(store.clone()), &store).await.unwrap();
    }
}

/// The tooth: with the clock used directly, a step back revives an expired key.
#[tokio::test]
async fn tooth_a_clock_used_directly_is_caught() {
    let mut caught = false;
    for seed in 1..=60 {
        let store = MemoryStore::new();
        caught |= walk(seed, Arc::new(doctored::forgetful_of_time(store.clone())), &store).await.is_err();
    }
    assert!(caught);
}
