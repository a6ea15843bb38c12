//! The reference: what is known of keys, in twenty lines that anybody can check.

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
    /// Changes that took effect: rotations, retirements, rotations taken back.
    pub(crate) effects: [usize; 3],
}

impl Model {
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
        self.effects[0] += 1;
        true
    }

    pub(crate) fn step(&mut self, key: usize, to: KeyState) -> bool {
        let key = &mut self.keys[key];
        let done = key.state != KeyState::Revoked && key.state != to;
        if done {
            key.state = to;
        }
        done
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
        self.effects[1] += 1;
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
        self.effects[2] += 1;
        true
    }

    pub(crate) fn upkeep(&mut self, now: Timestamp) {
        for key in &mut self.keys {
            if key.state != KeyState::Revoked && key.is_over(now) {
                key.state = KeyState::Revoked;
                self.effects[1] += 1;
            }
        }
    }
}
