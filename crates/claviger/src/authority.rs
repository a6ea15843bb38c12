//! The authority: one object that holds everything a decision needs.

use crate::cache::{CachedKey, KeyCache};
use crate::clock::Clock;
use crate::directory::Directory;
use crate::gate::fold::{Fold, Refused};
use crate::gate::halfway::{Halfway, Stopped};
use crate::gate::lockout::Lockouts;
use crate::gate::lookup::Lookups;
use crate::gate::source::SourceMeter;
use crate::gate::tally::Tally;
use crate::gate::throttle::Throttle;
use crate::hashing::Hashing;
use crate::lane::{ChangeHook, Lane, LaneOptions, StartLaneError};
use crate::limits::Limits;
use crate::manage::once::Turns;
use crate::notices::Outbox;
use crate::secrets::Secrets;
use crate::stats::Stats;
use claviger_core::action::Action;
use claviger_core::entry::Actor;
use claviger_core::id::LogId;
use claviger_core::reason::Reason;
use claviger_core::store::{Change, Item, KeyRow, Retention, Store, StoreError};
use claviger_core::time::Timestamp;
use parking_lot::RwLock;
use std::sync::Arc;
use tokio::sync::{Notify, Semaphore};

/// Notes written by one flush, so that a flood of refusals takes no more than a part of the queue.
pub(crate) const NOTES_AT_ONCE: usize = 512;

/// The authority could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The commit lane.
    #[error(transparent)]
    Lane(#[from] StartLaneError),
}

/// Issues keys and settles calls. Cheap to share behind an `Arc`; all methods take `&self`.
pub struct Authority {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) lane: Lane,
    pub(crate) cache: Arc<KeyCache>,
    pub(crate) lookups: Arc<Lookups>,
    pub(crate) lockouts: Lockouts,
    pub(crate) sources: SourceMeter,
    pub(crate) reads: Arc<Semaphore>,
    pub(crate) fold: Fold,
    pub(crate) tally: Tally,
    pub(crate) limits: Limits,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) stats: Arc<Stats>,
    pub(crate) turns: Turns,
    pub(crate) directory: Arc<Directory>,
    pub(crate) throttle: Throttle,
    pub(crate) halfway: Halfway,
    pub(crate) hashing: Hashing,
    pub(crate) outbox: Outbox,
    secrets: Arc<RwLock<Arc<Secrets>>>,
    changes: Arc<Notify>,
}

impl Authority {
    /// Takes lane `log` of the store over and starts serving.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(
        store: Arc<dyn Store>,
        secrets: Secrets,
        clock: Arc<dyn Clock>,
        limits: Limits,
        retention: Retention,
        log: LogId,
    ) -> Result<Self, StartError> {
        let cache = Arc::new(KeyCache::new(limits.cached_keys));
        let lookups = Arc::new(Lookups::new(limits.lookups_per_sec, limits.unknown_keys));
        let secrets = Arc::new(RwLock::new(Arc::new(secrets)));
        let stats = Arc::new(Stats::default());
        let directory = Arc::new(Directory::new(limits.listed_keys));
        let changes = Arc::new(Notify::new());
        let caches = (cache.clone(), lookups.clone(), directory.clone());
        let follow = on_change(caches, secrets.clone(), clock.clone());
        let options = LaneOptions {
            limits: limits.clone(),
            clock: clock.clone(),
            stats: stats.clone(),
            retention,
            on_change: ringing(changes.clone(), follow),
            store: store.clone(),
            runtime: tokio::runtime::Handle::try_current().ok(),
        };
        let throttle = Throttle::new(limits.sign_in_failures, limits.sign_in_pairs);
        let halfway = Halfway::new(limits.sign_in_pairs);
        let hashing = Hashing::new(&limits, stats.clone());
        let lane = Lane::start(store.open_lane(log)?, options)?;
        Ok(Authority {
            lockouts: Lockouts::new(limits.lockout_failures, limits.lockout_secs, limits.lockout_pairs),
            reads: Arc::new(Semaphore::new(crate::read::MAX_WAITING)),
            sources: SourceMeter::new(limits.market_units_per_sec),
            fold: Fold::new(limits.folded),
            tally: Tally::new(limits.folded),
            store,
            lane,
            cache,
            lookups,
            limits,
            clock,
            stats,
            turns: Turns::default(),
            directory,
            throttle,
            halfway,
            hashing,
            outbox: Outbox::default(),
            secrets,
            changes,
        })
    }

    /// The later of the clock and the latest time committed: a clock that steps back re-opens
    /// nothing.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now().max(self.lane.latest())
    }

    /// The reading half of the store. Its methods block.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The commit lane.
    #[must_use]
    pub const fn lane(&self) -> &Lane {
        &self.lane
    }

    /// Counters.
    #[must_use]
    pub fn stats(&self) -> &Stats {
        &self.stats
    }

    /// The limits in force.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Keys held in memory.
    #[must_use]
    pub fn cached_keys(&self) -> usize {
        self.cache.len()
    }

    /// The opened data keys in force.
    #[must_use]
    pub fn secrets(&self) -> Arc<Secrets> {
        self.secrets.read().clone()
    }

    /// A bell that rings for one who waits whenever a key, a token or what else is managed was changed
    /// and is on record.
    #[must_use]
    pub fn changes(&self) -> &Arc<Notify> {
        &self.changes
    }

    /// Writes the folded refusals and the tallies of the minutes that are over; to be called
    /// every few seconds.
    pub fn flush(&self) {
        self.fold_stopped(false);
        self.flush_fold(NOTES_AT_ONCE);
        self.flush_tally(NOTES_AT_ONCE, false);
    }

    /// Takes no more work, writes what is folded and tallied, and waits until everything queued
    /// is committed.
    pub async fn shut_down(&self) {
        self.fold_stopped(true);
        self.flush_fold(usize::MAX);
        self.flush_tally(usize::MAX, true);
        self.lane.close();
        while !self.lane.has_ended() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    /// Folds one refusal; what is folded is written at once if there is no room for more.
    pub(crate) fn fold_refusal(&self, refused: &Refused<'_>) {
        if self.fold.add(refused) {
            self.flush_fold(NOTES_AT_ONCE);
        }
    }

    /// Folds the sign-ins that stopped half-way; those that may still be finished, too, if there is no later.
    fn fold_stopped(&self, everything: bool) {
        for stopped in self.halfway.due(self.now(), everything) {
            self.fold_halfway(&stopped);
        }
    }

    /// Folds a sign-in that stopped half-way.
    pub(crate) fn fold_halfway(&self, stopped: &Stopped) {
        let refused = Refused {
            account: stopped.account,
            actor: Actor::User(stopped.user),
            revision: 0,
            reason: Reason::FactorNotGiven,
            source: stopped.source,
            action: Action::SignInHalfway,
            client: &stopped.client,
        };
        if self.fold.add_so_many(&refused, stopped.count) {
            self.flush_fold(NOTES_AT_ONCE);
        }
    }

    /// Writes at most so many folded refusals. They take the room of calls: what finds none stays
    /// for the next time. (What is queued when the store fails goes with its group; it was never
    /// promised to anybody.)
    fn flush_fold(&self, most: usize) {
        self.fold.flush(most, |note| self.lane.submit_unwatched(Item::Note(note)));
    }

    fn flush_tally(&self, most: usize, everything: bool) {
        let write = |note| self.lane.submit_unwatched(Item::Note(note));
        self.tally.flush((self.now(), everything), most, write);
    }
}

/// Rings for every committed change but those that only the upstream makes, which calls cause, too.
fn ringing(bell: Arc<Notify>, follow: ChangeHook) -> ChangeHook {
    Box::new(move |change| {
        follow(change);
        if !matches!(change, Change::Journal(_)) {
            bell.notify_one();
        }
    })
}

/// After every committed change of a key, before it is answered: the cache holds the new one.
fn on_change(
    (cache, lookups, directory): (Arc<KeyCache>, Arc<Lookups>, Arc<Directory>),
    secrets: Arc<RwLock<Arc<Secrets>>>,
    clock: Arc<dyn Clock>,
) -> ChangeHook {
    Box::new(move |change| {
        directory.follow(change);
        let put = |row: &KeyRow| {
            let opened = secrets.read().clone().open(row);
            match opened {
                Ok(snapshot) => drop(cache.put(CachedKey::new(snapshot, clock.now()))),
                // The commit checks the revision, so a snapshot that stays behind accepts nothing.
                Err(error) => {
                    tracing::error!(%error, key = %row.record.id, "a changed key could not be opened")
                }
            }
        };
        match change {
            Change::CreateKey { row, .. } => lookups.forget(&row.record.api_key),
            Change::UpdateKey { row, .. } | Change::UpdateKeyWith { row, .. } => put(row),
            Change::RotateKey { row, successor, .. } => {
                put(row);
                lookups.forget(&successor.record.api_key);
            }
            Change::RollBackKey { row, successor, .. } => {
                put(successor);
                put(row);
            }
            _ => {}
        }
    })
}

/// A node that is dropped without [`Authority::shut_down`] takes no more work; its threads end.
impl Drop for Authority {
    fn drop(&mut self) {
        self.lane.close();
    }
}
