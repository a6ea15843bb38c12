//! The task that sees what is new and hands it to the places, and their end.

use super::keeper::Keeper;
use super::mark::Mark;
use super::slot::Slot;
use super::source::Source;
use super::watch::{PlaceState, PlaceWatch};
use super::{Watch, WitnessError};
use crate::config::Config;
use claviger::clock::{Clock as _, SystemClock};
use claviger::lane::Lane;
use claviger_audit::witness::Statement;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Notify, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

/// However much changes, there is so much time between two statements.
const SHORTEST: Duration = Duration::from_millis(100);
/// How often it is looked at whether there is anything new, if not more often.
const LOOK: Duration = Duration::from_secs(1);
/// Even if nothing happens a place is looked after this often, so that one that died is noticed.
const LOOK_AFTER: Duration = Duration::from_secs(60);
/// How long the places may take for the last statement.
const LAST: Duration = Duration::from_secs(5);

/// Runs until [`Clerk::finish`]; does nothing if there is no place.
pub(crate) struct Clerk {
    stop: Option<watch::Sender<()>>,
    task: Option<JoinHandle<()>>,
    desk: Desk,
    ended: Vec<oneshot::Receiver<()>>,
}

#[derive(Clone)]
struct Desk {
    source: Source,
    slots: Vec<Arc<Slot>>,
    watches: Vec<Arc<PlaceWatch>>,
}

impl Clerk {
    /// Starts the task, and a thread for each place.
    ///
    /// # Errors
    /// [`WitnessError::Thread`].
    pub(crate) fn start(
        config: &Config,
        watch: &Watch,
        source: Source,
        (lane, changes): (Lane, Arc<Notify>),
    ) -> Result<Self, WitnessError> {
        let (stop, stopped) = watch::channel(());
        let desk = Desk { source, slots: Vec::new(), watches: watch.places.clone() };
        let mut clerk = Clerk { stop: Some(stop), task: None, desk, ended: Vec::new() };
        for place in &watch.places {
            let (slot, source) = (Arc::<Slot>::default(), clerk.desk.source.clone());
            let mark = Mark::of(&config.server.data_dir);
            let keeper = Keeper { watch: place.clone(), slot: slot.clone(), source, mark, last: None };
            let (end, ended) = oneshot::channel::<()>();
            let body = move || {
                keeper.run();
                drop(end);
            };
            std::thread::Builder::new().name("witness".into()).spawn(body)?;
            clerk.desk.slots.push(slot);
            clerk.ended.push(ended);
        }
        if watch.places.is_empty() {
            return Ok(clerk);
        }
        let (desk, every) = (clerk.desk.clone(), config.witness.every);
        clerk.task = Some(tokio::spawn(async move { desk.work(every, &lane, &changes, stopped).await }));
        Ok(clerk)
    }

    /// Hands over the last statement, after everything was committed, and gives the places a while to
    /// take it.
    pub(crate) async fn finish(mut self) {
        self.stop = None;
        if self.task.is_none() {
            return;
        }
        if tokio::time::timeout(LAST, self.last()).await.is_err() {
            tracing::warn!(
                "a witness did not take the last statement in time: the data is ahead of it, which does no harm"
            );
        }
    }

    async fn last(&mut self) {
        if let Some(task) = self.task.take() {
            let _ = task.await;
        }
        if let Some(last) = self.desk.statement().await {
            self.desk.slots.iter().for_each(|slot| slot.put(last));
        }
        self.desk.slots.iter().for_each(|slot| slot.close());
        for ended in &mut self.ended {
            let _ = ended.await;
        }
    }
}

/// One that is not finished lets its threads end.
impl Drop for Clerk {
    fn drop(&mut self) {
        self.desk.slots.iter().for_each(|slot| slot.close());
    }
}

impl Desk {
    async fn work(&self, every: Duration, lane: &Lane, changes: &Notify, mut stopped: watch::Receiver<()>) {
        let mut turns = interval(every.min(LOOK));
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut told: Option<(u64, Instant)> = None;
        loop {
            let at_once = tokio::select! {
                biased;
                _ = stopped.changed() => return,
                () = changes.notified() => true,
                _ = turns.tick() => false,
            };
            self.watches.iter().for_each(|watch| look_after(watch));
            // Asked before the store is, so that nothing that comes in between is taken for told.
            let next = lane.next_sequence();
            let is_due = |(last, at): (u64, Instant)| match last == next {
                true => at.elapsed() >= LOOK_AFTER,
                false => at_once || at.elapsed() >= every,
            };
            if !told.is_none_or(is_due) {
                continue;
            }
            if let Some(statement) = self.statement().await {
                self.slots.iter().for_each(|slot| slot.put(statement));
                told = Some((next, Instant::now()));
            }
            tokio::select! {
                biased;
                _ = stopped.changed() => return,
                () = tokio::time::sleep(SHORTEST) => {}
            }
        }
    }

    /// None if the store does not answer: it is asked again.
    async fn statement(&self) -> Option<Statement> {
        let source = self.source.clone();
        tokio::task::spawn_blocking(move || source.statement().ok()).await.ok().flatten()
    }
}

/// A thread that hangs cannot say so itself.
fn look_after(watch: &PlaceWatch) {
    let since = SystemClock.now();
    if watch.hangs() && !matches!(watch.worsens(PlaceState::Failing { since }), PlaceState::Failing { .. }) {
        tracing::warn!(place = watch.place.shown(), "the witness hangs; calls go on");
    }
}
