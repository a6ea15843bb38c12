//! The queue before the lane, shared by callers, worker and watchdog.

use super::gather::Company;
use super::open::OpenCalls;
use super::ticket::{Answer, Ticket, Work};
use crate::limits::Limits;
use crate::usage::Usage;
use claviger_core::store::{Cursor, Item, LaneHead};
use claviger_core::time::Timestamp;
use parking_lot::{Condvar, Mutex, MutexGuard};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::Instant;
use tokio::sync::oneshot;

/// A handle to the commit lane; clones share it.
#[derive(Clone)]
pub struct Lane {
    pub(super) shared: Arc<Shared>,
}

pub(super) type Tickets = Vec<Ticket>;

/// Outcomes are bounded by the claims they close.
pub(super) const ANY_ROOM: usize = usize::MAX;

/// What lies under the lane's mutex.
#[derive(Default)]
pub(super) struct State {
    pub(super) queue: Vec<Work>,
    /// The tickets of the group in flight, and since when; whoever takes them answers them.
    pub(super) in_flight: Option<(Instant, Tickets)>,
    pub(super) worker_waits: bool,
    /// How many items the worker waits for; it is woken by the last of them.
    pub(super) wanted: usize,
    /// Something is queued that waits for no company.
    pub(super) hurried: bool,
    /// The store is failing or stalling: nothing is queued until it has been read again.
    pub(super) broken: bool,
    pub(super) closing: bool,
    /// The worker takes nothing more.
    pub(super) over: bool,
}

impl State {
    /// Whether the worker has what it waits for.
    pub(super) fn is_due(&self) -> bool {
        self.hurried || self.closing || self.queue.len() >= self.wanted
    }

    /// Takes up to `most` items; their tickets are in flight from now on.
    pub(super) fn take(&mut self, most: usize) -> Vec<Item> {
        let count = self.queue.len().min(most);
        let (mut items, mut tickets) = (Vec::with_capacity(count), Tickets::with_capacity(count));
        for Work { item, ticket } in self.queue.drain(..count) {
            items.push(item);
            tickets.push(ticket);
        }
        self.hurried = self.queue.iter().any(|work| work.item.hurries());
        if count > 0 {
            self.in_flight = Some((Instant::now(), tickets));
        }
        items
    }
}

pub(super) struct Shared {
    pub(super) state: Mutex<State>,
    pub(super) wake: Condvar,
    pub(super) generation: AtomicU64,
    pub(super) latest: AtomicI64,
    pub(super) next_sequence: AtomicU64,
    pub(super) ended: AtomicBool,
    pub(super) open: OpenCalls,
    pub(super) usage: Usage,
    /// Where the log ended when the lane was started.
    began: Cursor,
    pub(super) limits: Limits,
}

impl Shared {
    /// Queues one item; says whether it was taken. `generation` is that of the claim whose outcome
    /// it is: refused in another one, in which recovery has closed the claim, but taken as long as
    /// the worker goes on, also while the lane is closing.
    pub(super) fn push(&self, work: Work, room: usize, generation: Option<u64>) -> bool {
        let mut state = self.state.lock();
        // The generation is compared under the lock under which it is raised.
        let refused = match generation {
            Some(made_in) => state.over || made_in != self.generation.load(Relaxed),
            None => state.closing,
        };
        if state.broken || refused || state.queue.len() >= room {
            return false;
        }
        state.hurried |= work.item.hurries();
        state.queue.push(work);
        if state.worker_waits && state.is_due() {
            state.worker_waits = false;
            self.wake.notify_one();
        }
        true
    }

    /// Waits for so many items, for something that hurries, or for the end of the time.
    pub(super) fn wait(&self, state: &mut MutexGuard<'_, State>, company: Company) {
        let until = Instant::now() + company.time;
        state.wanted = company.items;
        let mut in_time = true;
        while in_time && !state.is_due() {
            // Anew each time: whoever wakes takes it back, and the watchdog may clear the queue before this goes on.
            state.worker_waits = true;
            in_time = !self.wake.wait_until(state, until).timed_out();
        }
        state.worker_waits = false;
    }
}

impl Lane {
    pub(super) fn new(limits: Limits, head: LaneHead) -> Self {
        let shared = Shared {
            state: Mutex::default(),
            wake: Condvar::new(),
            generation: AtomicU64::new(1),
            latest: AtomicI64::new(head.latest.micros()),
            next_sequence: AtomicU64::new(head.next_sequence),
            ended: AtomicBool::new(false),
            open: OpenCalls::default(),
            usage: Usage::new(limits.tallied_keys),
            began: Cursor { log: head.log, before: head.next_sequence },
            limits,
        };
        Lane { shared: Arc::new(shared) }
    }

    /// Queues a call; refused at once if the queue is full or the store is failing. Its caller has
    /// been waiting since `since`, and is answered [`Limits::commit_stall`] after that at the
    /// latest.
    pub fn submit_call(&self, item: Item, since: Instant) -> Answer {
        self.submit_since(item, self.shared.limits.queued_calls, since)
    }

    /// Queues an outcome, change or note, which may use the reserved room, too. Items are
    /// committed in the order of these calls.
    pub fn submit(&self, item: Item, room: usize) -> Answer {
        self.submit_since(item, room, Instant::now())
    }

    fn submit_since(&self, item: Item, room: usize, since: Instant) -> Answer {
        let (sender, receiver) = oneshot::channel();
        if self.shared.push(Work::new(item, Some(sender), since), room, None) {
            Answer::waiting(receiver)
        } else {
            Answer::refused()
        }
    }

    /// Queues the outcome of a claim made in `generation`; refused if that one is over. A full queue
    /// refuses none: there are no more of them than calls that were let in, and one that is lost
    /// leaves its claim open until the next start.
    pub fn submit_outcome(&self, item: Item, generation: u64) -> Answer {
        let (sender, receiver) = oneshot::channel();
        let work = Work::new(item, Some(sender), Instant::now());
        if self.shared.push(work, ANY_ROOM, Some(generation)) {
            Answer::waiting(receiver)
        } else {
            Answer::refused()
        }
    }

    /// Queues an item nobody waits for; says whether there was room.
    pub fn submit_unwatched(&self, item: Item) -> bool {
        self.shared.push(Work::new(item, None, Instant::now()), self.shared.limits.queued_calls, None)
    }

    /// Like [`Lane::submit_unwatched`] for the outcome of a claim nobody waits for any more.
    pub fn submit_outcome_unwatched(&self, item: Item, generation: u64) -> bool {
        self.shared.push(Work::new(item, None, Instant::now()), ANY_ROOM, Some(generation))
    }

    /// Room for whatever is not a call.
    #[must_use]
    pub fn all_room(&self) -> usize {
        self.shared.limits.queued_calls + self.shared.limits.queued_reserve
    }

    /// The latest time committed; decisions take the later of this and the clock.
    #[must_use]
    pub fn latest(&self) -> Timestamp {
        Timestamp::from_micros(self.shared.latest.load(Relaxed))
    }

    /// The sequence the next entry will get, as of the last commit.
    #[must_use]
    pub fn next_sequence(&self) -> u64 {
        self.shared.next_sequence.load(Relaxed)
    }

    /// Whether calls can be settled at present.
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        !self.shared.state.lock().broken && !self.shared.ended.load(Relaxed)
    }

    /// How many items wait.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.shared.state.lock().queue.len()
    }

    /// Open claims.
    #[must_use]
    pub fn open_calls(&self) -> &OpenCalls {
        &self.shared.open
    }

    /// How keys are used.
    #[must_use]
    pub fn usage(&self) -> &Usage {
        &self.shared.usage
    }

    /// Where the log ended when the lane was started; what came later is counted as it is committed.
    #[must_use]
    pub fn began(&self) -> Cursor {
        self.shared.began
    }

    /// Whether what was settled in `generation` still stands: nothing has failed since, and nothing
    /// was closed by a recovery.
    #[must_use]
    pub fn stands(&self, generation: u64) -> bool {
        self.shared.generation.load(Relaxed) == generation
    }

    /// Takes no more work; what was queued is still committed.
    pub fn close(&self) {
        self.shared.state.lock().closing = true;
        self.shared.wake.notify_one();
    }

    /// Whether the worker has ended after [`Lane::close`].
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.shared.ended.load(Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::action::Action;
    use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
    use claviger_core::id::{AccountId, LogId};
    use claviger_core::reason::{Detail, Reason};
    use claviger_core::store::{Change, Mutation};
    use claviger_core::text::ClientName;
    use std::time::Duration;

    fn lane() -> Lane {
        let head = LaneHead {
            log: LogId(0),
            epoch: 1,
            next_sequence: 0,
            latest: Timestamp::from_secs(0),
            next_journal: 0,
        };
        Lane::new(Limits::default(), head)
    }

    fn change() -> Item {
        let entry = EntryDraft {
            account: AccountId::from_u64(1),
            actor: Actor::System,
            action: Action::PasskeyRemove,
            target: Target::Account,
            revision: 0,
            source: None,
            client: ClientName::default(),
            outcome: Outcome::Done,
            reason: Reason::None,
            detail: Detail::None,
            nonce: None,
            otp_step: None,
            digest: [0; 32],
        };
        Item::Change(Box::new(Mutation::new(Change::Records(Vec::new()), entry)))
    }

    fn push(lane: &Lane, item: Item) {
        assert!(lane.shared.push(Work::new(item, None, Instant::now()), ANY_ROOM, None));
    }

    /// How long a worker waits for `items` while these are queued.
    fn waits(items: usize, queued: Vec<Item>) -> Duration {
        let (lane, time) = (lane(), Duration::from_secs(20));
        let shared = lane.shared.clone();
        let worker = std::thread::spawn(move || {
            let (mut state, started) = (shared.state.lock(), Instant::now());
            shared.wait(&mut state, Company { items, time });
            started.elapsed()
        });
        while !lane.shared.state.lock().worker_waits {
            std::thread::yield_now();
        }
        queued.into_iter().for_each(|item| push(&lane, item));
        worker.join().unwrap()
    }

    #[test]
    fn the_last_of_the_company_wakes_the_worker() {
        let item = || Item::Journal(Vec::new());
        assert!(waits(3, vec![item(), item(), item()]) < Duration::from_secs(10));
    }

    /// Tooth: a key taken back a moment later than it could be.
    #[test]
    fn a_change_waits_for_no_company() {
        assert!(waits(30, vec![Item::Journal(Vec::new()), change()]) < Duration::from_secs(10));
    }

    #[test]
    fn a_change_that_was_taken_hurries_nobody_any_more() {
        let lane = lane();
        push(&lane, Item::Journal(Vec::new()));
        push(&lane, change());
        push(&lane, change());
        let mut state = lane.shared.state.lock();
        state.wanted = 10;
        assert_eq!(state.take(2).len(), 2);
        assert!(state.is_due(), "one change is left");
        assert_eq!(state.take(2).len(), 1);
        assert!(!state.is_due());
    }

    #[test]
    fn the_end_waits_for_nobody() {
        let lane = lane();
        lane.shared.state.lock().wanted = 10;
        assert!(!lane.shared.state.lock().is_due());
        lane.close();
        assert!(lane.shared.state.lock().is_due());
    }
}
