//! Places for attempts: so many at once, and so many a second.

use std::time::Instant;

/// Attempts that may be made up for after a pause.
const BURST: u64 = 16;
const MILLI: u64 = 1_000;

/// Places of one sort.
pub(super) struct Places {
    busy: usize,
    at_once: usize,
    per_sec: u64,
    /// In thousandths of an attempt.
    saved: u64,
    at: Instant,
}

impl Places {
    pub(super) fn new(at_once: usize, per_sec: u64) -> Self {
        Places { busy: 0, at_once, per_sec, saved: BURST * MILLI, at: Instant::now() }
    }

    /// How many may begin now.
    pub(super) fn free(&mut self) -> usize {
        let millis = u64::try_from(self.at.elapsed().as_millis()).unwrap_or(u64::MAX);
        if millis > 0 {
            self.at = Instant::now();
            self.saved = self.saved.saturating_add(millis.saturating_mul(self.per_sec)).min(BURST * MILLI);
        }
        let saved = usize::try_from(self.saved / MILLI).unwrap_or(usize::MAX);
        self.at_once.saturating_sub(self.busy).min(saved)
    }

    pub(super) fn take(&mut self) {
        self.busy += 1;
        self.saved = self.saved.saturating_sub(MILLI);
    }

    pub(super) fn give_back(&mut self) {
        self.busy = self.busy.saturating_sub(1);
    }
}
