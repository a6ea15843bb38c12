//! The connections that are open.

use super::pulse::{Patience, Tick, Timed, Verdict};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Notify, oneshot};
use tokio::task::AbortHandle;

/// What is kept of a connection.
struct Entry {
    pulse: Arc<dyn Timed>,
    /// Dropped to tell it that it is to end after the request it is at.
    stay: Option<oneshot::Sender<()>>,
    task: Option<AbortHandle>,
}

impl Entry {
    /// Something if it was not told to end before.
    fn end_if_late(&mut self, now: Tick, patience: &Patience) -> Option<()> {
        match self.pulse.judge(now, patience) {
            Verdict::Stay => return None,
            Verdict::Leave => {}
            // Not there yet: the task is just being made, and sees next what it was told.
            Verdict::Cut => self.task.as_ref().map(AbortHandle::abort).unwrap_or_default(),
        }
        self.stay.take().map(drop)
    }
}

#[derive(Default)]
struct State {
    entries: HashMap<u64, Entry>,
    next: u64,
    draining: bool,
}

/// Every open connection.
#[derive(Default)]
pub(super) struct Registry {
    state: Mutex<State>,
    ended: Notify,
}

impl Registry {
    /// A new connection: its number, and what resolves when it is to end after its request.
    pub(super) fn add(&self, pulse: Arc<dyn Timed>) -> (u64, oneshot::Receiver<()>) {
        let (stay, leave) = oneshot::channel();
        let mut state = self.state.lock();
        let id = state.next;
        state.next += 1;
        let stay = (!state.draining).then_some(stay);
        state.entries.insert(id, Entry { pulse, stay, task: None });
        (id, leave)
    }

    /// The task of a connection, if it has not ended yet.
    pub(super) fn runs_as(&self, id: u64, task: AbortHandle) {
        if let Some(entry) = self.state.lock().entries.get_mut(&id) {
            entry.task = Some(task);
        }
    }

    /// From now on this one tells where the connection stands.
    pub(super) fn beats_as(&self, id: u64, pulse: Arc<dyn Timed>) {
        let mut state = self.state.lock();
        if state.draining {
            pulse.leave();
        }
        if let Some(entry) = state.entries.get_mut(&id) {
            entry.pulse = pulse;
        }
    }

    pub(super) fn remove(&self, id: u64) {
        let gone = self.state.lock().entries.remove(&id);
        if gone.is_some() {
            self.ended.notify_waiters();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.state.lock().entries.len()
    }

    /// Ends every connection that has been where it is for too long; says how many are so for the
    /// first time.
    pub(super) fn close_late(&self, now: Tick, patience: &Patience) -> usize {
        let mut state = self.state.lock();
        state.entries.values_mut().filter_map(|entry| entry.end_if_late(now, patience)).count()
    }

    /// Tells every connection, now and later, to end after the request it is at.
    pub(super) fn drain(&self) {
        let mut state = self.state.lock();
        state.draining = true;
        for entry in state.entries.values_mut() {
            entry.stay = None;
            entry.pulse.leave();
        }
    }

    /// Waits until no connection is left.
    pub(super) async fn until_empty(&self) {
        loop {
            let mut ended = std::pin::pin!(self.ended.notified());
            ended.as_mut().enable();
            if self.len() == 0 {
                return;
            }
            ended.await;
        }
    }

    /// Cuts what is left; says how many.
    pub(super) fn cut(&self) -> usize {
        let state = self.state.lock();
        state.entries.values().filter_map(|entry| entry.task.as_ref()).map(AbortHandle::abort).count()
    }
}
