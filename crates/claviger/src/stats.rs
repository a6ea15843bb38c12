//! Counters for metrics: cheap atomics, read by whoever exports them.

use claviger_core::reason::Reason;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

const REASONS: usize = 64;

/// Counters of the authority since its start.
#[derive(Debug)]
pub struct Stats {
    refused: [AtomicU64; REASONS],
    /// Calls accepted.
    pub accepted: AtomicU64,
    /// Groups committed.
    pub groups: AtomicU64,
    /// Items committed.
    pub items: AtomicU64,
    /// Microseconds spent in commits.
    pub commit_micros: AtomicU64,
    /// Commits that failed or stalled.
    pub commit_failures: AtomicU64,
    /// Administration tokens tried that nobody knows.
    pub unknown_tokens: AtomicU64,
    /// Passwords hashed, to set or to compare one.
    pub password_hashes: AtomicU64,
    /// Tries to sign in under a login that nobody has.
    pub unknown_logins: AtomicU64,
    /// Keys read from the store since they were not in memory.
    pub key_loads: AtomicU64,
}

impl Default for Stats {
    fn default() -> Self {
        Stats {
            refused: std::array::from_fn(|_| AtomicU64::new(0)),
            accepted: AtomicU64::new(0),
            groups: AtomicU64::new(0),
            items: AtomicU64::new(0),
            commit_micros: AtomicU64::new(0),
            commit_failures: AtomicU64::new(0),
            unknown_tokens: AtomicU64::new(0),
            password_hashes: AtomicU64::new(0),
            unknown_logins: AtomicU64::new(0),
            key_loads: AtomicU64::new(0),
        }
    }
}

impl Stats {
    /// Counts a refusal.
    pub fn refuse(&self, reason: Reason) {
        if let Some(counter) = self.refused.get(reason as usize) {
            counter.fetch_add(1, Relaxed);
        }
    }

    /// How many calls were refused for `reason`.
    #[must_use]
    pub fn refused(&self, reason: Reason) -> u64 {
        self.refused.get(reason as usize).map_or(0, |counter| counter.load(Relaxed))
    }
}
