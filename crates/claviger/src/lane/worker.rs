//! The thread that owns the store's lane.

use super::delivery::Delivery;
use super::gather::{Company, Gather};
use super::queue::{Lane, Shared, Tickets};
use super::recover::RecoverError;
use super::watchdog;
use crate::clock::Clock;
use crate::limits::Limits;
use crate::stats::Stats;
use claviger_core::store::{Change, Item, Lane as StoreLane, Retention, Settled, Store};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// How long the worker waits for work before it does upkeep.
const IDLE: Duration = Duration::from_millis(100);
/// Upkeep happens at least this often, however busy the lane is.
const UPKEEP: Duration = Duration::from_secs(1);
/// Pause between attempts to reopen a failing store.
const RETRY: Duration = Duration::from_millis(100);

/// Groups up to this size are answered by the lane itself.
const FEW: usize = 2;

/// Told of every committed change before its ticket is answered, so that caches follow.
pub type ChangeHook = Box<dyn Fn(&Change) + Send>;

/// What the worker needs.
pub struct LaneOptions {
    /// Limits.
    pub limits: Limits,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Counters.
    pub stats: Arc<Stats>,
    /// How much of the log is kept.
    pub retention: Retention,
    /// Told of committed changes.
    pub on_change: ChangeHook,
    /// The reading half, to see after a failure what turned up.
    pub store: Arc<dyn Store>,
    /// Where the callers wait, if that is a runtime.
    pub runtime: Option<tokio::runtime::Handle>,
}

pub(super) struct Worker {
    pub(super) lane: Box<dyn StoreLane>,
    pub(super) shared: Arc<Shared>,
    pub(super) options: LaneOptions,
    upkeep_at: Instant,
    gather: Gather,
}

impl Lane {
    /// Starts worker and watchdog for an opened lane. Claims left open by a process that died get
    /// their outcome *unknown* before any call is taken.
    ///
    /// # Errors
    /// The store failed, or the system gave no thread.
    pub fn start(lane: Box<dyn StoreLane>, options: LaneOptions) -> Result<Lane, StartLaneError> {
        let handle = Lane::new(options.limits.clone(), lane.head());
        let shared = handle.shared.clone();
        let mut worker = Worker {
            lane,
            shared: shared.clone(),
            options,
            upkeep_at: Instant::now(),
            gather: Gather::default(),
        };
        worker.close_open_claims()?;
        let spawn = |name: &str, body: Box<dyn FnOnce() + Send>| {
            std::thread::Builder::new().name(name.into()).spawn(body).map(drop)
        };
        spawn("lane", Box::new(move || worker.run()))?;
        spawn("lane-watch", Box::new(move || watchdog::watch(&shared)))?;
        Ok(handle)
    }
}

/// A lane could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartLaneError {
    /// Closing what a dead process left open failed.
    #[error("claims left open could not be closed")]
    Recover(#[from] RecoverError),
    /// The system gave no thread.
    #[error("no thread for the commit lane")]
    Thread(#[from] std::io::Error),
}

impl Worker {
    fn run(&mut self) {
        while let Some(items) = self.take_group() {
            let idle = items.is_empty();
            if !idle {
                self.commit_group(items);
            }
            if idle || self.upkeep_at.elapsed() >= UPKEEP {
                self.upkeep();
            }
        }
        self.shared.ended.store(true, Relaxed);
        tracing::debug!("the commit lane has ended");
    }

    /// Takes what has queued and puts its tickets in flight; `None` at the end.
    fn take_group(&mut self) -> Option<Vec<Item>> {
        let mut state = self.shared.state.lock();
        if state.queue.is_empty() {
            if state.closing {
                state.over = true;
                return None;
            }
            self.shared.wait(&mut state, Company { items: 1, time: IDLE });
        }
        let queued = state.queue.len();
        if queued > 0
            && let Some(company) = self.gather.company(queued)
        {
            self.shared.wait(&mut state, company);
        }
        Some(state.take(self.options.limits.group_items))
    }

    fn commit_group(&mut self, items: Vec<Item>) {
        let before = self.lane.head().next_sequence;
        let started = Instant::now();
        let result = self.lane.commit(&items, self.options.clock.now());
        let spent = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.options.stats.commit_micros.fetch_add(spent, Relaxed);
        match result {
            Ok(settled) => self.answer(items, settled, before),
            Err(error) => self.fail(&error, before),
        }
    }

    fn answer(&mut self, items: Vec<Item>, settled: Vec<Settled>, before: u64) {
        let stats = &self.options.stats;
        stats.groups.fetch_add(1, Relaxed);
        stats.items.fetch_add(items.len() as u64, Relaxed);
        let head = self.lane.head();
        self.publish_head();
        self.tell_changes(&items, &settled);
        let (in_flight, queued) = {
            let mut state = self.shared.state.lock();
            (state.in_flight.take(), state.queue.len())
        };
        self.gather.written(items.len(), queued);
        let generation = self.shared.generation.load(Relaxed);
        match in_flight {
            Some((_, tickets)) => self.deliver(Delivery { items, settled, tickets, generation }),
            // The watchdog took them: everybody was told *not done*.
            None => self.recover_from_stall(before..head.next_sequence),
        }
    }

    fn tell_changes(&self, items: &[Item], settled: &[Settled]) {
        for (item, settled) in items.iter().zip(settled) {
            match (item, settled) {
                (Item::Change(mutation), Settled::Written(_)) => (self.options.on_change)(&mutation.change),
                (Item::Claim(claim), Settled::Accepted(_)) if claim.draft.opens() => {
                    self.shared.open.opened(claim.key)
                }
                (Item::Outcome { draft, .. }, Settled::Written(_)) if draft.action.mutates() => {
                    if let claviger_core::entry::Actor::Key(key) = draft.actor {
                        self.shared.open.closed(key);
                    }
                }
                _ => {}
            }
        }
    }

    /// Answers the tickets; those of a large group from within the runtime, where waking a task
    /// costs a fraction of what it costs from outside. Whoever took the tickets has decided *go*
    /// already, so it does not matter when they hear of it.
    fn deliver(&self, delivery: Delivery) {
        let shared = self.shared.clone();
        match &self.options.runtime {
            Some(runtime) if delivery.items.len() > FEW => {
                runtime.spawn(async move { delivery.answer(&shared) });
            }
            _ => delivery.answer(&shared),
        }
    }

    fn upkeep(&mut self) {
        self.upkeep_at = Instant::now();
        let before = self.lane.head().next_sequence;
        // Upkeep syncs, too: while it stalls, calls queue, and the watchdog must see it.
        self.shared.state.lock().in_flight = Some((Instant::now(), Tickets::new()));
        let done = self.lane.maintain(self.options.clock.now(), &self.options.retention);
        let watched = self.shared.state.lock().in_flight.take();
        match (done, watched) {
            (Err(error), _) => self.fail(&error, before),
            (Ok(_), Some(_)) => {}
            (Ok(_), None) => self.recover_from_stall(before..self.lane.head().next_sequence),
        }
    }

    pub(super) fn publish_head(&self) {
        let head = self.lane.head();
        self.shared.latest.store(head.latest.micros(), Relaxed);
        self.shared.next_sequence.store(head.next_sequence, Relaxed);
    }

    pub(super) fn pause(&self) {
        let mut state = self.shared.state.lock();
        self.shared.wake.wait_for(&mut state, RETRY);
    }
}
