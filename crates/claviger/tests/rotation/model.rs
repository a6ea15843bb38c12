//! The reference: what is known of keys, in twenty lines that anybody can check.

use claviger::core::action::Action;
use claviger::core::key::KeyState;
use claviger::core::reason::Reason;
use claviger::core::time::Timestamp;

#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) state: KeyState,
    pub(crate) retires_at: Option<Timestamp>,
    pub(crate) successor: Option<usize>,
    pub(crate) predecessor: Option<usize>,
}

impl Key {
    pub(crate) fn new(predecessor: Option<usize>) -> Self {
        Key { state: KeyState::Active, retires_at: None, successor: None, predecessor }
    }
    fn is_over(&self, now: Timestamp) -> bool {
        self.state == KeyState::Revoked || self.retires_at.is_some_and(|at| at <= now)
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    pub(crate) keys: Vec<Key>,
    pub(crate) done: Vec<Action>,
}

impl Model {
    /// What is counted: each change that takes effect has one entry of its kind.
    pub(crate) const ACTIONS: [Action; 7] = [
        Action::KeyRotate,
        Action::KeyRetire,
        Action::KeyRollBack,
        Action::KeyStep,
        Action::KeyRevoke,
        Action::KeyStop,
        Action::RevokeApiKey,
    ];

    /// How many changes of a kind took effect.
    pub(crate) fn effects(&self, action: Action) -> usize {
        self.done.iter().filter(|done| **done == action).count()
    }

    /// Whether a read call is let through at this instant, or why not.
    pub(crate) fn lets(&self, key: usize, now: Timestamp) -> Result<(), &'static [Reason]> {
        let key = &self.keys[key];
        match key.state {
            KeyState::Revoked => Err(&[Reason::Revoked, Reason::Retired]),
            _ if key.is_over(now) => Err(&[Reason::Retired]),
            KeyState::Frozen => Err(&[Reason::Frozen]),
            KeyState::CancelOnly => Err(&[Reason::CancelOnly]),
            KeyState::Active | KeyState::ReadOnly => Ok(()),
        }
    }

    /// The old key of the pair that a key is part of.
    fn old_of(&self, key: usize) -> usize {
        let before = self.keys[key].predecessor.filter(|_| self.keys[key].successor.is_none());
        before.filter(|before| self.keys[*before].successor == Some(key)).unwrap_or(key)
    }

    pub(crate) fn rotate(&mut self, key: usize, overlap_secs: u32, now: Timestamp) -> bool {
        let (old, next) = (&self.keys[key], self.keys.len());
        let before = old.predecessor.map(|before| &self.keys[before]);
        let overlaps = before.is_some_and(|before| before.successor == Some(key) && !before.is_over(now));
        let dead = matches!(old.state, KeyState::Revoked | KeyState::Frozen);
        if dead || old.successor.is_some() || overlaps {
            return false;
        }
        let state = old.state;
        self.keys.push(Key { state, ..Key::new(Some(key)) });
        self.keys[key].successor = Some(next);
        self.keys[key].retires_at = Some(now.plus_secs(overlap_secs.into()));
        self.done.push(Action::KeyRotate);
        true
    }

    pub(crate) fn step(&mut self, key: usize, to: KeyState) -> bool {
        self.turn(key, to, Action::KeyStep)
    }

    pub(crate) fn revoke(&mut self, key: usize) -> bool {
        self.turn(key, KeyState::Revoked, Action::KeyRevoke)
    }

    /// By its own signature: whatever its state, and none the wiser if it is dead.
    pub(crate) fn kill(&mut self, key: usize) {
        self.turn(key, KeyState::Revoked, Action::RevokeApiKey);
    }

    fn turn(&mut self, key: usize, to: KeyState, by: Action) -> bool {
        let key = &mut self.keys[key];
        let done = key.state != KeyState::Revoked && key.state != to;
        if done {
            key.state = to;
            self.done.push(by);
        }
        done
    }

    /// Every key lets through what it did and `to` does; from read-only to cancel-only, or back, nothing is left.
    pub(crate) fn stop(&mut self, to: KeyState) {
        use KeyState::{Active, CancelOnly, Frozen, ReadOnly, Revoked};
        for n in 0..self.keys.len() {
            let next = match (self.keys[n].state, to) {
                (Revoked, _) | (_, Revoked) => Revoked,
                (Active, to) => to,
                (ReadOnly, ReadOnly) => ReadOnly,
                (CancelOnly, CancelOnly) => CancelOnly,
                (Frozen | ReadOnly | CancelOnly, _) => Frozen,
            };
            let by = if next == Revoked { Action::KeyRevoke } else { Action::KeyStep };
            self.turn(n, next, by);
        }
        self.done.push(Action::KeyStop);
    }

    /// With `at`, another end than was told.
    pub(crate) fn retire(&mut self, key: usize, at: Option<Timestamp>, now: Timestamp) -> bool {
        let old = self.old_of(key);
        let old = &mut self.keys[old];
        if old.successor.is_none() || old.state == KeyState::Revoked {
            return false;
        }
        match at {
            None => old.state = KeyState::Revoked,
            Some(at) if at <= now || old.is_over(now) || old.retires_at == Some(at) => return false,
            at => old.retires_at = at,
        }
        self.done.push(Action::KeyRetire);
        true
    }

    pub(crate) fn roll_back(&mut self, key: usize, now: Timestamp) -> bool {
        let old = self.old_of(key);
        let Some(new) = self.keys[old].successor.filter(|_| !self.keys[old].is_over(now)) else {
            return false;
        };
        if self.keys[new].successor.is_some() {
            return false;
        }
        (self.keys[old].successor, self.keys[old].retires_at) = (None, None);
        self.keys[new].state = KeyState::Revoked;
        self.done.push(Action::KeyRollBack);
        true
    }

    pub(crate) fn upkeep(&mut self, now: Timestamp) {
        for key in &mut self.keys {
            if key.state != KeyState::Revoked && key.is_over(now) {
                key.state = KeyState::Revoked;
                self.done.push(Action::KeyRetire);
            }
        }
    }
}
