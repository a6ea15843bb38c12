//! Work that no request asks for, until it is told to stop.

use super::certificate::{self, Certificate};
use claviger::manage::keys::retire_quiet;
use claviger::manage::members::finish_leaving;
use claviger::manage::reviews::freeze_dormant;
use claviger::notices::run;
use claviger::{Authority, usage};
use claviger_kraken::Paper;
use claviger_notify::send::Network;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

/// Folded refusals and tallies are written this often.
const FLUSH: Duration = Duration::from_secs(2);
/// The last use of keys that people look at is looked up this often.
const LOOK_UP: Duration = Duration::from_secs(5);
/// The paper exchange looks this often for what is due, and sooner when it knows of something: a dead man's switch goes off
/// within milliseconds of its time.
const TICK: Duration = Duration::from_secs(1);
/// It never looks twice within this.
const SHORTEST: Duration = Duration::from_millis(1);
/// How often it is looked whether a member's removal was begun and not brought to its end, and whether a key is to retire.
const FINISH: Duration = Duration::from_secs(60);
/// How often it is looked for keys that nobody used for as long as their account allows, which is days.
const DORMANT: Duration = Duration::from_secs(600);
/// How often it is judged whether the paper exchange needs a snapshot.
const JUDGE: Duration = Duration::from_secs(5);
/// A snapshot is due after so many records of the exchange, or so much time with any. Reads make none.
const RECORDS: u64 = 20_000;
const AGE: Duration = Duration::from_secs(300);

/// What notices are carried by, and where the console shows them.
pub(super) struct Notices {
    pub(super) carrier: Arc<Network>,
    pub(super) link: Option<String>,
}

/// The tasks.
pub(super) struct Background {
    stop: watch::Sender<()>,
    tasks: Vec<JoinHandle<()>>,
}

impl Background {
    pub(super) fn start(
        authority: &Arc<Authority>,
        paper: &Arc<Paper>,
        certificate: Option<Certificate>,
        console: bool,
        notices: Notices,
    ) -> Self {
        let (stop, stopped) = watch::channel(());
        let keep =
            certificate.map(|certificate| tokio::spawn(certificate::keep(certificate, stopped.clone())));
        let mut tasks = vec![
            tokio::spawn(flush(authority.clone(), stopped.clone())),
            tokio::spawn(tick(authority.clone(), paper.clone(), stopped.clone())),
            tokio::spawn(snapshots(paper.clone(), stopped.clone())),
            tokio::spawn(leaving(authority.clone(), stopped.clone())),
            tokio::spawn(retiring(authority.clone(), stopped.clone())),
            tokio::spawn(dormant(authority.clone(), stopped.clone())),
            tokio::spawn(run(authority.clone(), notices.carrier, notices.link, stopped.clone())),
        ];
        tasks.extend(keep);
        // Nobody looks at the use of keys without a console, so the log is not read back for it.
        tasks.extend(console.then(|| tokio::spawn(uses(authority.clone(), stopped))));
        Background { stop, tasks }
    }

    /// Waits until each task has ended what it was at.
    pub(super) async fn stop(self) {
        drop(self.stop);
        for task in self.tasks {
            if task.await.is_err() {
                tracing::error!("background work ended before it was told to");
            }
        }
    }
}

/// Resolves at the next turn of `every`; false once there are no more turns.
async fn turn(every: &mut tokio::time::Interval, stopped: &mut watch::Receiver<()>) -> bool {
    tokio::select! {
        biased;
        _ = stopped.changed() => false,
        _ = every.tick() => true,
    }
}

fn every(time: Duration) -> tokio::time::Interval {
    let mut every = interval(time);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    every
}

async fn flush(authority: Arc<Authority>, mut stopped: watch::Receiver<()>) {
    let mut every = every(FLUSH);
    while turn(&mut every, &mut stopped).await {
        authority.flush();
    }
}

/// What people see of the use of keys is read back from before this start, and completed as they look.
async fn uses(authority: Arc<Authority>, mut stopped: watch::Receiver<()>) {
    let read_back = tokio::select! {
        biased;
        _ = stopped.changed() => return,
        read_back = usage::warm::warm(&authority) => read_back,
    };
    if let Err(error) = read_back {
        tracing::warn!(%error, "the use of keys before this start could not be read back; pages say since when they count");
    }
    let mut every = every(LOOK_UP);
    while turn(&mut every, &mut stopped).await {
        let looked_up = tokio::select! {
            biased;
            _ = stopped.changed() => return,
            looked_up = usage::catch_up(&authority) => looked_up,
        };
        if let Err(error) = looked_up {
            tracing::debug!(%error, "the last use of keys could not be looked up");
        }
    }
}

/// Removals of members that were begun are brought to their end: at once after a start, then as often as they may have
/// been interrupted by a store that failed.
async fn leaving(authority: Arc<Authority>, mut stopped: watch::Receiver<()>) {
    let mut every = every(FINISH);
    while turn(&mut every, &mut stopped).await {
        if let Err(error) = finish_leaving(&authority).await {
            tracing::warn!(%error, "the removal of a member waits to be finished; it is tried again in a minute");
        }
    }
}

/// Keys that were replaced retire once they are quiet, or their overlap is over. From its end on they are refused whether or
/// not this has come by.
async fn retiring(authority: Arc<Authority>, mut stopped: watch::Receiver<()>) {
    let mut every = every(FINISH);
    while turn(&mut every, &mut stopped).await {
        match retire_quiet(&authority).await {
            Ok(0) => {}
            Ok(retired) => tracing::info!(retired, "keys that were replaced have retired"),
            Err(error) => {
                tracing::warn!(%error, "a key that was replaced waits to retire; it is tried again in a minute");
            }
        }
    }
}

/// Keys that nobody used for as long as their account allows are frozen.
async fn dormant(authority: Arc<Authority>, mut stopped: watch::Receiver<()>) {
    let mut every = every(DORMANT);
    while turn(&mut every, &mut stopped).await {
        if let Err(error) = freeze_dormant(&authority).await {
            tracing::warn!(%error, "keys that are not used could not all be frozen; it is tried again in ten minutes");
        }
    }
}

async fn tick(authority: Arc<Authority>, paper: Arc<Paper>, mut stopped: watch::Receiver<()>) {
    let mut fine = true;
    loop {
        let done = paper.tick(authority.now()).await;
        if let (Err(error), true) = (&done, fine) {
            tracing::warn!(%error, "the paper exchange stands still");
        }
        fine = done.is_ok();
        let pause = if fine { until_due(&authority, &paper) } else { TICK };
        tokio::select! {
            biased;
            _ = stopped.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// How long nothing is known to be due.
fn until_due(authority: &Authority, paper: &Paper) -> Duration {
    let micros = paper.next_due().map(|at| at.micros().saturating_sub(authority.now().micros()).max(0));
    let known = micros.and_then(|micros| u64::try_from(micros).ok()).map(Duration::from_micros);
    known.map_or(TICK, |known| known.clamp(SHORTEST, TICK))
}

async fn snapshots(paper: Arc<Paper>, mut stopped: watch::Receiver<()>) {
    let mut every = every(JUDGE);
    let (mut records, mut at) = (paper.records(), Instant::now());
    while turn(&mut every, &mut stopped).await {
        let grown = paper.records().saturating_sub(records);
        if grown >= RECORDS || (grown > 0 && at.elapsed() >= AGE) {
            if let Err(error) = paper.snapshot().await {
                tracing::warn!(%error, "no snapshot of the paper exchange could be written");
                continue;
            }
            (records, at) = (paper.records(), Instant::now());
        }
    }
}
