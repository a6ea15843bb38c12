//! Slow hashes of passwords: few at once, since each takes a core and 19 MiB for as long as it lasts.

use crate::limits::Limits;
use crate::stats::Stats;
use claviger_seal::passphrase::Cost;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use tokio::sync::Semaphore;

/// Room for slow hashes.
pub(crate) struct Hashing {
    at_once: Arc<Semaphore>,
    in_all: Arc<Semaphore>,
    stats: Arc<Stats>,
}

impl Hashing {
    pub(crate) fn new(limits: &Limits, stats: Arc<Stats>) -> Self {
        let at_once = limits.password_hashes_at_once.max(1);
        let in_all = at_once.saturating_add(limits.password_hashes_waiting).min(Semaphore::MAX_PERMITS);
        let room = |places| Arc::new(Semaphore::new(places));
        Hashing { at_once: room(at_once), in_all: room(in_all), stats }
    }

    /// What a hash costs that is made now.
    pub(crate) fn cost() -> Cost {
        Cost::default()
    }

    /// Does one slow hash on a thread that may block. None if too many wait already, or the process ends.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(Cost) -> T + Send + 'static,
    ) -> Option<T> {
        let place = self.in_all.clone().try_acquire_owned().ok()?;
        let turn = self.at_once.clone().acquire_owned().await.ok()?;
        self.stats.password_hashes.fetch_add(1, Relaxed);
        // The places are given back when the work has ended, not when nobody waits for it any more.
        let working = tokio::task::spawn_blocking(move || {
            let _places = (place, turn);
            work(Self::cost())
        });
        working.await.ok()
    }
}
