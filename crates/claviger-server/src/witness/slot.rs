//! What a place is to keep next: the newest statement, and no other.

use claviger_audit::witness::Statement;
use parking_lot::{Condvar, Mutex};
use std::time::{Duration, Instant};

/// Between the task that sees what is new and the thread that brings it to its place.
#[derive(Default)]
pub(super) struct Slot {
    state: Mutex<State>,
    bell: Condvar,
}

#[derive(Default)]
struct State {
    wanted: Option<Statement>,
    closing: bool,
}

impl Slot {
    /// Leaves a statement, in the place of one that was not taken yet.
    pub(super) fn put(&self, statement: Statement) {
        self.state.lock().wanted = Some(statement);
        self.bell.notify_one();
    }

    /// Puts back what could not be kept, unless there is something newer.
    pub(super) fn put_back(&self, statement: Statement) {
        self.state.lock().wanted.get_or_insert(statement);
    }

    /// There will be no more. What lies here is tried once, at once.
    pub(super) fn close(&self) {
        self.state.lock().closing = true;
        self.bell.notify_one();
    }

    /// Waits for the next one, for `pause` at least; none at the end.
    pub(super) fn next(&self, pause: Duration) -> Option<Statement> {
        let mut state = self.state.lock();
        let until = Instant::now() + pause;
        while !state.closing && !self.bell.wait_until(&mut state, until).timed_out() {}
        loop {
            if state.closing || state.wanted.is_some() {
                return state.wanted.take();
            }
            self.bell.wait(&mut state);
        }
    }
}
