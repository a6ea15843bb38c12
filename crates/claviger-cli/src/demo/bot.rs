//! A client that calls again and again in the background, with whatever key it was given last.

use crate::call::Verdict;
use crate::failure::Failure;
use crate::http::{Base, Wire};
use crate::sign::Signer;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

/// A bot that watches calls this often,
const WATCH: Duration = Duration::from_millis(40);
/// one that bids this often, as either does while it is refused: refusals count in the key's rate counter, too.
const BID: Duration = Duration::from_millis(200);
/// Bids that a bot keeps in the book. The exchange counts an order that is cancelled young like eight.
pub(super) const BIDS: usize = 3;
/// Calls waited for at each turn: few enough for a key's rate counter.
pub(super) const CALLS: usize = 4;
/// The longest wait for them.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a bot does.
#[derive(Clone, Copy)]
pub(super) enum Work {
    /// It reads its balance.
    Watch,
    /// It lays bids into the book of a market, at this price, and looks after them.
    Bid(&'static str, &'static str),
}

impl Work {
    /// What it calls, with so many bids in the book.
    fn call(self, bids: usize) -> (&'static str, Vec<(&'static str, &'static str)>) {
        match self {
            Work::Watch => ("Balance", Vec::new()),
            Work::Bid(..) if bids >= BIDS => ("OpenOrders", Vec::new()),
            Work::Bid(pair, price) => {
                let order = [("ordertype", "limit"), ("type", "buy"), ("volume", "0.01")];
                ("AddOrder", order.into_iter().chain([("pair", pair), ("price", price)]).collect())
            }
        }
    }

    const fn pause(self) -> Duration {
        match self {
            Work::Watch => WATCH,
            Work::Bid(..) => BID,
        }
    }
}

/// The bot.
pub(super) struct Bot {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    signer: Arc<Signer>,
    stop: bool,
    tally: Tally,
}

/// What came of the calls so far.
#[derive(Clone, Default)]
pub(super) struct Tally {
    pub(super) accepted: usize,
    pub(super) refused: usize,
    /// Text and reason of the last refusal.
    pub(super) why: (String, String),
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, wire: &Wire, base: &Base, work: Work) {
        let mut bids = 0;
        loop {
            let (method, params) = work.call(bids);
            let signer = self.lock().signer.clone();
            let answer = signer.send(wire, base, &signer.call(method, &params));
            let came = answer.and_then(|answer| Verdict::read(&answer));
            let mut state = self.lock();
            // Whoever is refused does not know any more what is in the book.
            bids = if state.tally.add(came) { bids.saturating_add(1) } else { 0 };
            self.changed.notify_all();
            let rested = self.changed.wait_timeout_while(state, work.pause(), |state| !state.stop);
            if rested.unwrap_or_else(PoisonError::into_inner).0.stop {
                return;
            }
        }
    }
}

impl Tally {
    /// Gives whether it was accepted.
    fn add(&mut self, came: Result<Verdict, Failure>) -> bool {
        let is_good = matches!(&came, Ok(verdict) if verdict.is_success());
        if is_good {
            self.accepted += 1;
            return true;
        }
        self.refused += 1;
        self.why = came.map_or_else(
            |failure| (failure.to_string(), String::new()),
            |verdict| (verdict.errors().join(", "), verdict.reason),
        );
        false
    }
}

impl Bot {
    pub(super) fn start(wire: Wire, base: Base, signer: Signer, work: Work) -> Self {
        let state = State { signer: Arc::new(signer), stop: false, tally: Tally::default() };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let bot = shared.clone();
        Bot { shared, thread: spawn(move || bot.run(&wire, &base, work)) }
    }

    /// The calls after this are signed by another key.
    pub(super) fn use_key(&self, signer: Signer) {
        self.shared.lock().signer = Arc::new(signer);
    }

    /// Waits until so many calls more were answered; gives what came of those.
    pub(super) fn wait_for_calls(&self, count: usize) -> Result<Tally, Failure> {
        let state = self.shared.lock();
        let before = state.tally.clone();
        let enough = before.answered() + count;
        let few = |state: &mut State| state.tally.answered() < enough;
        let waited = self.shared.changed.wait_timeout_while(state, PATIENCE, few);
        let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            return Err(Failure::failed("the bot's calls were not answered in time"));
        }
        let tally = state.tally.clone();
        Ok(Tally {
            accepted: tally.accepted - before.accepted,
            refused: tally.refused - before.refused,
            ..tally
        })
    }

    /// The same of those that were started after this was asked: one may be under way.
    pub(super) fn wait_for_new_calls(&self, count: usize) -> Result<Tally, Failure> {
        self.wait_for_calls(1)?;
        self.wait_for_calls(count)
    }

    /// What came of all its calls, once the last one was answered.
    pub(super) fn stop(self) -> Tally {
        self.shared.lock().stop = true;
        self.shared.changed.notify_all();
        let broke = self.thread.join().is_err();
        let mut tally = self.shared.lock().tally.clone();
        tally.refused += usize::from(broke);
        tally
    }
}

impl Tally {
    const fn answered(&self) -> usize {
        self.accepted + self.refused
    }
}
