//! What is known of each place, for metrics, readiness and the log.

use super::compare::Compared;
use super::place::{PATIENCE, Place};
use claviger_core::time::Timestamp;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// A place is read and written in an attempt; a URL is given up on after this, a dead share never.
const HANGS: Duration = PATIENCE.saturating_mul(2);

/// Every place of a running server.
pub struct Watch {
    pub(super) places: Vec<Arc<PlaceWatch>>,
    /// Whether the store was compared with a witness, or had none to be compared with.
    compared: bool,
}

/// One place.
pub(super) struct PlaceWatch {
    pub(super) place: Arc<Place>,
    kept: AtomicU64,
    failed: AtomicU64,
    next_sequence: AtomicU64,
    state: Mutex<PlaceState>,
    /// Since when an attempt is under way.
    began: Mutex<Option<Instant>>,
}

/// How a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceState {
    /// Nothing was tried yet.
    New,
    /// It has what there was to tell.
    Kept,
    /// It fails.
    Failing {
        /// Since when.
        since: Timestamp,
    },
    /// It has a statement that is not to be written over: of another store, or of a copy of this one
    /// that is further on.
    Taken {
        /// Since when.
        since: Timestamp,
    },
}

/// A place, for metrics.
#[derive(Debug, Clone, Copy)]
pub struct PlaceStats {
    /// Of which kind it is.
    pub label: &'static str,
    /// How it is.
    pub state: PlaceState,
    /// Statements kept since the start.
    pub kept: u64,
    /// Attempts that failed since the start.
    pub failed: u64,
    /// The next sequence in the last statement that was kept.
    pub next_sequence: u64,
}

/// Of a server without a witness.
impl Default for Watch {
    fn default() -> Self {
        Watch { places: Vec::new(), compared: true }
    }
}

impl Watch {
    pub(crate) fn new(places: Vec<Arc<Place>>, compared: Compared) -> Self {
        let places = places.into_iter().map(|place| Arc::new(PlaceWatch::new(place)));
        Watch { places: places.collect(), compared: compared == Compared::Fine }
    }

    /// What is to be told to whoever asks whether the server is ready, though it is: by kind of place,
    /// since anybody may ask.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let note = |stats: PlaceStats| match stats.state {
            PlaceState::Failing { since } => {
                Some(format!("the witness ({}) fails since {since}", stats.label))
            }
            PlaceState::Taken { since } => {
                Some(format!("the witness ({}) is somebody else's since {since}", stats.label))
            }
            PlaceState::New | PlaceState::Kept => None,
        };
        self.stats().filter_map(note).collect()
    }

    /// Whether the store is served though nobody knows what its witness would say.
    pub(crate) const fn is_unknown(&self) -> bool {
        !self.compared
    }

    /// Whether a witness that could not be read at the start says now that the store was rolled back.
    #[must_use]
    pub fn was_rolled_back(&self) -> bool {
        !self.compared && self.stats().any(|stats| matches!(stats.state, PlaceState::Taken { .. }))
    }

    /// Every place.
    pub fn stats(&self) -> impl Iterator<Item = PlaceStats> {
        self.places.iter().map(|watch| watch.stats())
    }
}

impl PlaceWatch {
    fn new(place: Arc<Place>) -> Self {
        let zero = || AtomicU64::new(0);
        let state = Mutex::new(PlaceState::New);
        PlaceWatch {
            place,
            kept: zero(),
            failed: zero(),
            next_sequence: zero(),
            state,
            began: Mutex::default(),
        }
    }

    fn stats(&self) -> PlaceStats {
        PlaceStats {
            label: self.place.label(),
            state: *self.state.lock(),
            kept: self.kept.load(Relaxed),
            failed: self.failed.load(Relaxed),
            next_sequence: self.next_sequence.load(Relaxed),
        }
    }

    /// An attempt begins.
    pub(super) fn begins(&self) {
        *self.began.lock() = Some(Instant::now());
    }

    /// Whether the attempt under way takes longer than any does that comes to an end.
    pub(super) fn hangs(&self) -> bool {
        self.began.lock().is_some_and(|began| began.elapsed() > HANGS)
    }

    /// A statement was kept; gives the state before.
    pub(super) fn kept(&self, next_sequence: u64) -> PlaceState {
        *self.began.lock() = None;
        self.kept.fetch_add(1, Relaxed);
        self.next_sequence.store(next_sequence, Relaxed);
        std::mem::replace(&mut *self.state.lock(), PlaceState::Kept)
    }

    /// An attempt failed; gives the state before.
    pub(super) fn failed(&self, new: PlaceState) -> PlaceState {
        *self.began.lock() = None;
        self.failed.fetch_add(1, Relaxed);
        self.worsens(new)
    }

    /// Takes a worse state, and gives the one before. If it is like the one before, that keeps its
    /// beginning.
    pub(super) fn worsens(&self, new: PlaceState) -> PlaceState {
        let mut state = self.state.lock();
        let before = *state;
        if std::mem::discriminant(&before) != std::mem::discriminant(&new) {
            *state = new;
        }
        before
    }
}
