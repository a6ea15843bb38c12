//! Retention: the oldest entries go, a note that says so stays. What stands or lives no longer goes.

use super::image::{Image, Log};
use claviger_audit::peek;
use claviger_core::id::LogId;
use claviger_core::store::{Retention, Upkeep, retention_note};
use claviger_core::time::Timestamp;

/// Most entries dropped in one round, so that a round stays short.
const MOST: u64 = 10_000;

pub(super) fn upkeep(image: &mut Image, log: LogId, now: Timestamp, retention: &Retention) -> Upkeep {
    let oldest = image.accounts.iter().next().map(|account| account.id);
    let time = image.logs.get(&log).map_or(now, |log| log.latest.max(now));
    image.answers.retain(|_, (_, answered)| answered.stands(time));
    image.records.retain(|record| record.is_live(time));
    let Some(kept) = image.logs.get_mut(&log) else { return Upkeep::default() };
    let mut dropped = 0;
    while dropped < MOST && is_due(kept, now, retention) {
        kept.drop_oldest();
        dropped += 1;
    }
    if dropped > 0 {
        kept.latest = kept.latest.max(now);
        kept.append(log, retention_note(oldest, dropped));
    }
    Upkeep { dropped_entries: dropped, more: dropped == MOST }
}

/// Whether the oldest entry is to go. The last one stays: the log never forgets that it was.
fn is_due(log: &Log, now: Timestamp, retention: &Retention) -> bool {
    let Some(oldest) = log.entries.front().filter(|_| log.entries.len() > 1) else { return false };
    let too_old = retention.max_age_secs.is_some_and(|secs| {
        peek(oldest).is_ok_and(|entry| entry.place.time < now.plus_secs(secs.saturating_neg()))
    });
    too_old || retention.max_bytes.is_some_and(|most| log.bytes > most)
}
