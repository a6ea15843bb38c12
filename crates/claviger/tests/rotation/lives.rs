//! Random lives.

use crate::common::{Held, all_entries};
use crate::model::{Key, Model};
use crate::world::{Crash, Tooth, World};
use claviger::core::entry::Outcome;
use claviger::core::key::KeyState;
use claviger::core::store::Store as _;
use claviger::core::time::Timestamp;
use claviger::manage::ManageError;
use claviger::manage::keys::{RotateKey, Stop, Which, retire, revoke, roll_back, rotate, step, stop};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRng, TestRunner};

/// What happens. Keys are small numbers, taken modulo those there are.
#[derive(Debug, Clone, Copy)]
enum Act {
    Rotate {
        key: usize,
        overlap_secs: u32,
    },
    Step {
        key: usize,
        to: KeyState,
    },
    Revoke {
        key: usize,
    },
    Retire {
        key: usize,
        in_secs: Option<i64>,
    },
    RollBack {
        key: usize,
    },
    /// The kill switch: every key.
    Stop {
        to: KeyState,
    },
    /// Whoever has the private half ends the key with it.
    Kill {
        key: usize,
    },
    Upkeep,
}

/// An act, at one of the nodes, which may crash in its n-th write, before or after that is durable; then the clock moves.
#[derive(Debug, Clone, Copy)]
struct Turn {
    act: Act,
    node: usize,
    crash: Option<Crash>,
    secs: i64,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let key = || 0..6usize;
    let stops = [KeyState::ReadOnly, KeyState::CancelOnly, KeyState::Frozen, KeyState::Revoked];
    let states = [KeyState::Active, KeyState::ReadOnly, KeyState::CancelOnly, KeyState::Frozen];
    let act = prop_oneof![
        6 => (key(), prop_oneof![Just(0u32), 1..30u32]).prop_map(|(key, overlap_secs)| Act::Rotate { key, overlap_secs }),
        2 => (key(), proptest::sample::select(states.to_vec())).prop_map(|(key, to)| Act::Step { key, to }),
        1 => key().prop_map(|key| Act::Revoke { key }),
        3 => (key(), proptest::option::of(-5..40i64)).prop_map(|(key, in_secs)| Act::Retire { key, in_secs }),
        3 => key().prop_map(|key| Act::RollBack { key }),
        1 => proptest::sample::select(stops.to_vec()).prop_map(|to| Act::Stop { to }),
        1 => key().prop_map(|key| Act::Kill { key }),
        2 => Just(Act::Upkeep),
    ];
    let crash = (prop_oneof![3 => Just(1u64), 1 => 2..4u64], any::<bool>());
    let crash = proptest::option::weighted(0.3, crash.prop_map(|(nth, written)| Crash { nth, written }));
    let turn = (act, 0..2usize, crash, 2..12i64);
    proptest::collection::vec(
        turn.prop_map(|(act, node, crash, secs)| Turn { act, node, crash, secs }),
        1..14,
    )
}

struct Life {
    world: World,
    model: Model,
    held: Vec<Held>,
}

type Lived = Result<(), String>;

impl Life {
    async fn new(tooth: Option<Tooth>) -> Self {
        let (world, first) = World::new(tooth).await;
        let model = Model { keys: vec![Key::new(None)], ..Model::default() };
        Life { world, model, held: vec![first] }
    }

    async fn turn(&mut self, turn: Turn) -> Lived {
        let now = self.world.node(turn.node).now();
        let wanted = self.expect(turn.act, now);
        let before = self.states();
        let done = self.carry_out(turn, now).await;
        if done.is_ok() != wanted {
            return Err(format!("{turn:?}: {done:?}, the model says {wanted}"));
        }
        self.halfway(turn, &before)?;
        if self.held.len() < self.model.keys.len() {
            let before = self.model.keys.last().and_then(|key| key.predecessor).unwrap();
            let row = self.world.store.key(self.held[before].record.id).unwrap().unwrap();
            self.held.push(self.world.held(row.record.successor.unwrap()));
        }
        self.probe(false).await?;
        // A refusal may rest on what was read up to a second before.
        self.world.pass(turn.secs);
        self.probe(true).await
    }

    fn states(&self) -> Vec<KeyState> {
        let state = |held: &Held| self.world.store.key(held.record.id).unwrap().unwrap().record.state;
        self.held.iter().map(state).collect()
    }

    /// Where it crashed each key was as it had been, or as it is now.
    fn halfway(&mut self, turn: Turn, before: &[KeyState]) -> Lived {
        let (Some(halfway), after) = (self.world.halfway.take(), self.states()) else { return Ok(()) };
        for (n, held) in self.held.iter().enumerate() {
            let found = halfway.get(&held.record.id);
            if found != Some(&before[n]) && found != Some(&after[n]) {
                return Err(format!("{turn:?}: key {n} was {found:?}, from {} to {}", before[n], after[n]));
            }
        }
        Ok(())
    }

    fn key(&self, n: usize) -> usize {
        n % self.held.len()
    }

    fn expect(&mut self, act: Act, now: Timestamp) -> bool {
        match act {
            Act::Rotate { key, overlap_secs } => self.model.rotate(self.key(key), overlap_secs, now),
            Act::Step { key, to } => self.model.step(self.key(key), to),
            Act::Revoke { key } => self.model.revoke(self.key(key)),
            Act::Retire { key, in_secs } => {
                self.model.retire(self.key(key), in_secs.map(|secs| now.plus_secs(secs)), now)
            }
            Act::RollBack { key } => self.model.roll_back(self.key(key), now),
            Act::Stop { to } => {
                self.model.stop(to);
                true
            }
            Act::Kill { key } => {
                self.model.kill(self.key(key));
                true
            }
            Act::Upkeep => {
                self.model.upkeep(now);
                true
            }
        }
    }

    async fn carry_out(
        &mut self,
        Turn { act, node, crash, .. }: Turn,
        now: Timestamp,
    ) -> Result<(), ManageError> {
        let id = |n: usize| self.held[n % self.held.len()].record.id;
        match act {
            Act::Rotate { key, overlap_secs } => {
                let id = id(key);
                let asked = || RotateKey { overlap_secs: Some(overlap_secs), ..RotateKey::default() };
                let work = async |node: &_, caller: &_| rotate(node, caller, id, asked()).await.map(drop);
                self.world.ask(node, crash, work).await
            }
            Act::Step { key, to } => {
                let id = id(key);
                let work = async |node: &_, caller: &_| step(node, caller, id, to, None).await.map(drop);
                self.world.ask(node, crash, work).await
            }
            Act::Revoke { key } => {
                let id = id(key);
                let work = async |node: &_, caller: &_| revoke(node, caller, id, None).await.map(drop);
                self.world.ask(node, crash, work).await
            }
            Act::Retire { key, in_secs } => {
                let (id, at) = (id(key), in_secs.map(|secs| now.plus_secs(secs)));
                let work = async |node: &_, caller: &_| retire(node, caller, id, at, None).await.map(drop);
                self.world.ask(node, crash, work).await
            }
            Act::RollBack { key } => {
                let id = id(key);
                let work = async |node: &_, caller: &_| roll_back(node, caller, id, None).await.map(drop);
                self.world.ask(node, crash, work).await
            }
            Act::Stop { to } => {
                let asked = || Stop { which: Which::Account, to, drain: None };
                let work = async |node: &_, caller: &_| stop(node, caller, asked(), None).await.map(drop);
                self.world.ask(node, crash, work).await
            }
            Act::Kill { key } => {
                let held = self.held[self.key(key)].clone();
                self.world.kill(node, crash, &held).await;
                Ok(())
            }
            Act::Upkeep => self.world.upkeep(node, crash).await,
        }
    }

    /// Every key on both nodes: what the model refuses is refused; once nothing was changed for a second, what it lets
    /// through is let through.
    async fn probe(&mut self, settled: bool) -> Lived {
        for n in 0..self.held.len() {
            for node in 0..2 {
                let now = self.world.node(node).now();
                let held = self.held[n].clone();
                let found = self.world.call(node, &held).await;
                let fine = match (self.model.lets(n, now), &found) {
                    (Ok(()), Ok(())) => true,
                    (Ok(()), Err(_)) => !settled,
                    (Err(reasons), Err(reason)) => reasons.contains(reason) || !settled,
                    (Err(_), Ok(())) => false,
                };
                if !fine {
                    let key = &self.model.keys[n];
                    return Err(format!("key {n} on node {node} at {now}: {found:?}, the model has {key:?}"));
                }
            }
        }
        Ok(())
    }

    /// Each change that took effect has one entry, and no other has any.
    fn evidence(&self) -> Lived {
        let entries: Vec<_> = (0..2).flat_map(|log| all_entries(&self.world.store, log)).collect();
        let count = |action| {
            let took_effect = |entry: &&claviger::core::entry::Entry| entry.draft.outcome == Outcome::Changed;
            entries.iter().filter(took_effect).filter(|entry| entry.draft.action == action).count()
        };
        let found: Vec<usize> = Model::ACTIONS.into_iter().map(count).collect();
        let wanted: Vec<usize> =
            Model::ACTIONS.into_iter().map(|action| self.model.effects(action)).collect();
        if found == wanted { Ok(()) } else { Err(format!("entries {found:?}, the model says {wanted:?}")) }
    }
}

async fn live(turns: &[Turn], tooth: Option<Tooth>) -> Lived {
    let mut life = Life::new(tooth).await;
    for turn in turns {
        life.turn(*turn).await?;
    }
    life.evidence()
}

fn lives(cases: u32, tooth: Option<Tooth>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let sure = TestRng::deterministic_rng(config.rng_algorithm);
    // A tooth has the same cases every time, or it would miss now and then.
    let mut runner =
        if tooth.is_some() { TestRunner::new_with_rng(config, sure) } else { TestRunner::new(config) };
    let judged =
        runner.run(&turns(), |turns| runtime.block_on(live(&turns, tooth)).map_err(TestCaseError::fail));
    judged.map_err(|error| error.to_string())
}

#[test]
fn both_work_until_the_instant_told_and_one_after_whatever_crashes() {
    lives(64, None).unwrap();
}

/// The tooth: nodes that count the overlap by their own clocks, from when they read of it.
#[test]
fn tooth_an_overlap_of_each_nodes_own_clock_is_caught() {
    assert!(lives(64, Some(Tooth::OwnClock)).is_err());
}

/// The tooth: whoever asks again does not say that it is the same request, so that it is made twice.
#[test]
fn tooth_what_is_asked_again_as_if_for_the_first_time_is_caught() {
    assert!(lives(64, Some(Tooth::Forgetful)).is_err());
}
