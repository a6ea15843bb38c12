//! P1: one nonce, one acceptance, whatever fails and however often a call is sent. Hundreds of
//! seeded histories: calls sent one to four times at once, commits that fail or lose their
//! answer, crashes and restarts, old calls sent again to the new process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger::Authority;
use claviger::core::action::Action;
use claviger::core::entry::Outcome;
use claviger::core::restriction::Restrictions;
use claviger_store::{Fault, Faulty, MemoryDisk, MemoryStore};
use common::chance::Chance;
use common::*;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// What a history may do wrong on purpose.
#[derive(Clone, Copy, PartialEq)]
enum Tooth {
    None,
    /// The store answers before it syncs: a crash loses what was acknowledged last.
    AnswerBeforeSync,
}

struct World {
    safe: Safe,
    clock: Hand,
    store: MemoryStore,
    faulty: Arc<Faulty<MemoryStore>>,
    node: Arc<Authority>,
    /// What a crash would leave if acknowledgements did not wait for the disk.
    unsynced_image: MemoryDisk,
}

impl World {
    fn new() -> Self {
        let (safe, clock, store) = (Safe::new(), Hand::new(), MemoryStore::new());
        let (faulty, node) = boot(&store, &safe, &clock);
        World { unsynced_image: store.disk().image(), safe, clock, store, faulty, node }
    }

    fn crash(&mut self, tooth: Tooth) {
        self.store = match tooth {
            Tooth::None => self.store.crash(),
            Tooth::AnswerBeforeSync => self.unsynced_image.image().open().unwrap(),
        };
        (self.faulty, self.node) = boot(&self.store, &self.safe, &self.clock);
    }
}

fn boot(store: &MemoryStore, safe: &Safe, clock: &Hand) -> (Arc<Faulty<MemoryStore>>, Arc<Authority>) {
    let faulty = Arc::new(Faulty::new(store.clone()));
    let node = Arc::new(start(faulty.clone(), safe, clock, 0));
    (faulty, node)
}

type Accepted = HashMap<(u64, u64), u32>;

/// Plays one history; gives how often each (key, nonce) was accepted, and the store at the end.
async fn play(seed: u64, tooth: Tooth) -> (Accepted, MemoryStore) {
    let mut chance = Chance::new(seed);
    let mut world = World::new();
    let window = chance.below(3) * 20;
    let mut keys = Vec::new();
    for number in 1..=2 {
        let limits = Restrictions { nonce_window: window, ..Restrictions::default() };
        keys.push(make_key(&world.node, &world.safe, number, limits).await);
    }
    let (mut accepted, mut sent) = (Accepted::new(), Vec::new());
    for _ in 0..12 {
        world.unsynced_image = world.store.disk().image();
        plan_fault(&mut chance, &world);
        let calls = choose(&mut chance, &mut sent);
        count(&world.node, &keys, &calls, &mut accepted).await;
        if chance.one_in(4) {
            world.crash(tooth);
            let again = sent.clone();
            count(&world.node, &keys, &again, &mut accepted).await;
        }
    }
    (accepted, world.store.clone())
}

fn plan_fault(chance: &mut Chance, world: &World) {
    let faults = world.faulty.faults();
    match chance.below(8) {
        0 => faults.next(Fault::NotCommitted),
        1 => faults.next(Fault::UnknownWritten),
        2 => faults.next(Fault::UnknownNotWritten),
        3 => faults.next(Fault::StallWritten(Duration::from_millis(3))),
        _ => {}
    }
}

/// A few (key, nonce), each one to four times; some from earlier.
fn choose(chance: &mut Chance, sent: &mut Vec<(usize, u64)>) -> Vec<(usize, u64)> {
    let mut calls = Vec::new();
    for _ in 0..=chance.below(4) {
        let call = match sent.get(chance.below(sent.len() as u64 * 3 + 1) as usize) {
            Some(earlier) => *earlier,
            None => (chance.below(2) as usize, 1 + chance.below(60)),
        };
        sent.push(call);
        calls.extend(vec![call; 1 + chance.below(4) as usize]);
    }
    calls
}

async fn count(node: &Arc<Authority>, keys: &[Held], calls: &[(usize, u64)], accepted: &mut Accepted) {
    let tasks: Vec<_> =
        calls.iter().map(|(key, nonce)| one(node.clone(), keys[*key].clone(), *nonce)).collect();
    for ((key, nonce), task) in calls.iter().zip(tasks) {
        if task.await.unwrap() {
            *accepted.entry((keys[*key].record.id.as_u64(), *nonce)).or_default() += 1;
        }
    }
}

fn one(node: Arc<Authority>, key: Held, nonce: u64) -> tokio::task::JoinHandle<bool> {
    tokio::spawn(async move { send(&node, &key, nonce, Action::Balance).await.is_ok() })
}

fn doubles(accepted: &Accepted) -> Vec<(u64, u64)> {
    accepted.iter().filter(|(_, times)| **times > 1).map(|(call, _)| *call).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_nonce_is_accepted_twice() {
    let mut total = 0;
    for seed in 1..=200 {
        let (accepted, store) = play(seed, Tooth::None).await;
        assert_eq!(doubles(&accepted), [], "seed {seed}");
        total += accepted.len();
        let entries = all_entries(&store, 0);
        let burnt =
            entries.iter().filter_map(|entry| Some((entry.draft.key()?.as_u64(), entry.draft.nonce?)));
        let mut logged = HashMap::<(u64, u64), u32>::new();
        burnt.for_each(|burn| *logged.entry(burn).or_default() += 1);
        assert!(logged.values().all(|times| *times == 1), "seed {seed}: a nonce is burnt twice in the log");
        let allowed = |call: &(u64, u64)| {
            entries.iter().any(|entry| {
                entry.draft.outcome == Outcome::Allowed
                    && entry.draft.nonce == Some(call.1)
                    && entry.draft.key().is_some_and(|key| key.as_u64() == call.0)
            })
        };
        assert!(accepted.keys().all(allowed), "seed {seed}: an acknowledged call is not in the log");
    }
    assert!(total > 1000, "the histories accept something: {total}");
}

/// The tooth: with a store that answers before the sync, the same checker finds a nonce accepted
/// twice within a few seeds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tooth_answering_before_the_sync_is_caught() {
    for seed in 1..=200 {
        let (accepted, _) = play(seed, Tooth::AnswerBeforeSync).await;
        if !doubles(&accepted).is_empty() {
            return;
        }
    }
    panic!("two hundred histories on a store that forgets, and the checker found nothing");
}
